import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildProduct } from '../scripts/lib/build-product.mjs';
import { installNodeModules } from '../scripts/lib/install-node-modules.mjs';
import { LOCAL, REPOSITORY } from '../scripts/lib/paths.mjs';
import { runVisibly } from '../scripts/lib/run-command.mjs';
import { runUntilStopped } from '../scripts/lib/run-until-stopped.mjs';
import { startTestServers, temporaryDirectory } from '../scripts/lib/test-servers.mjs';

const REGISTER = join(REPOSITORY, 'chaos/register.cjs');

/** What needs servers; the storm starts its own, because it kills them. */
const NEEDS_SERVERS = ['load'];

/**
 * `npm run fuzz`, `npm run load`, `npm run chaos`: builds the product, starts the servers that are needed and runs
 * `<name>/main.ts` with the words that follow.
 */
export function startChaos({ words = process.argv.slice(2) } = {}) {
  return runUntilStopped(async (life) => {
    const [name = '', ...options] = words;
    const { signal } = life;
    const logs = join(LOCAL, 'chaos');
    mkdirSync(logs, { recursive: true });
    await installNodeModules({ logs, signal });
    await buildProduct({ logs, signal });
    const needsServers = NEEDS_SERVERS.includes(name) && !options.includes('--help');
    const env = needsServers ? await startTestServers({ ...temporaryDirectory(life), life }) : process.env;
    const main = join(REPOSITORY, 'chaos', name, 'main.ts');
    return runVisibly(process.execPath, ['-r', REGISTER, main, ...options], {
      cwd: REPOSITORY,
      env,
      signal,
    });
  });
}
