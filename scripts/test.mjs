import { requireNode } from './lib/node-version.mjs';

requireNode();
// Only now: an older Node.js could not even load what follows.
const { testProduct } = await import('./lib/test-product.mjs');
await testProduct();
