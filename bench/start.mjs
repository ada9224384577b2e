import { requireNode } from '../scripts/lib/node-version.mjs';

requireNode();
// Only now: an older Node.js could not even load what follows.
const { startBench } = await import('./start-bench.mjs');
await startBench();
