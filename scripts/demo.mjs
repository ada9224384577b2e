import { requireNode } from './lib/node-version.mjs';

requireNode();
// Only now: an older Node.js could not even load what follows.
const { demonstrateProduct } = await import('./lib/demonstrate-product.mjs');
await demonstrateProduct();
