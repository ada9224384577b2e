import { requireNode } from '../scripts/lib/node-version.mjs';

requireNode();
// Only now: an older Node.js could not even load what follows.
const { startChaos } = await import('./start-chaos.mjs');
await startChaos();
