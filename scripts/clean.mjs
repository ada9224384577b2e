import { requireNode } from './lib/node-version.mjs';

requireNode();
// Only now: an older Node.js could not even load what follows.
const { removeLocalData } = await import('./lib/remove-local-data.mjs');
await removeLocalData();
