import { join, resolve } from 'node:path';

/** The checkout that these scripts belong to. */
export const REPOSITORY = resolve(import.meta.dirname, '../..');

/** Everything that `npm start` writes, apart from node_modules and dist. RESET_LOCAL moves it, for tests. */
export const LOCAL = resolve(process.env.RESET_LOCAL ?? join(REPOSITORY, '.local'));

/** What `npm run demo` writes; beside a running `npm start`, and cleaned with it. */
export const DEMO = join(LOCAL, 'demo');

/** Programs of Debian packages that were unpacked instead of installed, for all that needs them. */
export const UNPACKED = join(LOCAL, 'packages');
