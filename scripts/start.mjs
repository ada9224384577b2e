import { requireNode } from './lib/node-version.mjs';

requireNode();
// Only now: an older Node.js could not even load what follows.
const { startProduct } = await import('./lib/start-product.mjs');
await startProduct();
