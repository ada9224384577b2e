import { fileURLToPath } from 'node:url';
import type { Alias } from 'vite';

const contracts = fileURLToPath(new URL('../../packages/shared/src/contracts/', import.meta.url));

/** What both pages may import of the shared package. */
export const CONTRACTS_ALONE: Alias[] = [
  { find: /^@reset\/shared\/contracts\//, replacement: contracts },
  // Anything else of the shared package is server code: the build fails here instead of bundling a database driver.
  { find: /^@reset\/shared\//, replacement: 'not-for-the-browser/' },
];
