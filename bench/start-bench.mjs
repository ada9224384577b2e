import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildProduct, fingerprintOf } from '../scripts/lib/build-product.mjs';
import { findServices } from '../scripts/lib/find-services.mjs';
import { installNodeModules } from '../scripts/lib/install-node-modules.mjs';
import { localSecrets } from '../scripts/lib/local-secrets.mjs';
import { LOCAL, REPOSITORY } from '../scripts/lib/paths.mjs';
import { createProcessGroup } from '../scripts/lib/process-group.mjs';
import { runVisibly } from '../scripts/lib/run-command.mjs';
import { runUntilStopped } from '../scripts/lib/run-until-stopped.mjs';
import { prepareDirectory } from '../scripts/lib/start-product.mjs';

/** What the loaded organization is made of: when one of these changes, it is made anew. */
const MADE_OF = ['generate', 'migrations', 'entities/identifier-key.ts'];

/**
 * `npm run bench`: starts a private MariaDB or MySQL and a private Redis, whose data later runs use again, and runs
 * bench/main.ts against them with the words that follow.
 */
export function startBench({ words = process.argv.slice(2) } = {}) {
  return runUntilStopped(async (life) => {
    const directory = join(LOCAL, 'bench');
    const logs = join(directory, 'logs');
    await prepareDirectory(directory, logs, life);
    await installNodeModules({ logs, signal: life.signal });
    await buildProduct({ logs, signal: life.signal });
    const unreadable = await runTypeScript('check-options.ts', words, life.signal);
    if (unreadable !== 0) return unreadable === HELP_SAID ? 0 : unreadable;
    return runTypeScript('main.ts', words, life.signal, await startServers({ directory, logs, life }));
  });
}

/** The exit code of check-options.ts when there is nothing else to do. */
const HELP_SAID = 2;

/**
 * @param {string} file in this folder
 * @param {readonly string[]} words
 * @param {AbortSignal} signal
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>} its exit code
 */
const runTypeScript = (file, words, signal, env = process.env) =>
  runVisibly(process.execPath, ['-r', 'esbuild-register', join(REPOSITORY, 'bench', file), ...words], {
    cwd: REPOSITORY,
    env,
    signal,
  });

/**
 * @param {{ directory: string, logs: string, life: { signal: AbortSignal, atEnd: (work: () => unknown) => void } }} input
 * @returns {Promise<NodeJS.ProcessEnv>} what bench/main.ts reads
 */
async function startServers({ directory, logs, life }) {
  const group = createProcessGroup({
    recordFile: join(directory, 'processes.json'),
    signal: life.signal,
    restart: false,
  });
  life.atEnd(group.stop);
  const services = await findServices({
    group,
    directory,
    logs,
    password: localSecrets(directory).serverPassword,
    // As in production: what is measured includes what makes it safe.
    keepData: true,
    configured: { mysql: process.env.BENCH_DATABASE_URL, redis: process.env.BENCH_REDIS_URL },
    signal: life.signal,
  });
  life.atEnd(services.stop);
  mkdirSync(join(directory, 'files'), { recursive: true });
  return {
    ...process.env,
    BENCH_DATABASE_URL: services.databaseUrl,
    BENCH_REDIS_URL: services.redisUrl,
    BENCH_DIRECTORY: directory,
    BENCH_FINGERPRINT: fingerprintOf(MADE_OF.map((part) => join(REPOSITORY, 'packages/shared/src', part))),
  };
}
