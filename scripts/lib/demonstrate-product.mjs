import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildProduct } from './build-product.mjs';
import { removeComposeProject } from './compose-services.mjs';
import { freePort } from './free-port.mjs';
import { installNodeModules } from './install-node-modules.mjs';
import { DEMO, REPOSITORY } from './paths.mjs';
import { watchPeakMemory } from './peak-memory.mjs';
import { runVisibly } from './run-command.mjs';
import { runProduct } from './run-product.mjs';
import { runUntilStopped } from './run-until-stopped.mjs';
import { say } from './screen.mjs';
import { prepareDirectory } from './start-product.mjs';

/**
 * `npm run demo -- --rows N`: the main job over HTTP, on servers and data of its own, beside a running `npm start`.
 * The words are those of the command `demo` of apps/cli.
 */
export function demonstrateProduct({ words = process.argv.slice(2) } = {}) {
  return runUntilStopped(async (life) => {
    const logs = join(DEMO, 'logs');
    await prepareDirectory(DEMO, logs, life);
    await removeData();
    life.atEnd(removeData);
    await installNodeModules({ logs, signal: life.signal });
    await buildProduct({ logs, signal: life.signal });
    const port = await freePort();
    const product = await runProduct({ directory: DEMO, logs, port, life, withData: false });
    return runDemo(product, words, life.signal);
  });
}

/** A million rows are a gigabyte, and the next demo makes its own. */
async function removeData() {
  await removeComposeProject(DEMO);
  const keep = ['logs', 'logs-before', 'owner.json'];
  for (const name of readdirSync(DEMO).filter((entry) => !keep.includes(entry))) {
    rmSync(join(DEMO, name), { recursive: true, force: true });
  }
}

/**
 * @param {import('./run-product.mjs').RunningProduct} product
 * @param {readonly string[]} words
 * @param {AbortSignal} signal
 * @returns {Promise<number>} the exit code
 */
async function runDemo({ url, environment, group }, words, signal) {
  const main = join(REPOSITORY, 'apps/cli/dist/main.js');
  /** @type {{ name: string, pid: number }[]} */
  const demo = [];
  const memory = watchPeakMemory(() => [...group.processes(), ...demo]);
  const command = runVisibly(process.execPath, [main, 'demo', '--url', url, ...words], {
    env: environment,
    signal,
    onStart: (pid) => demo.push({ name: 'demo', pid }),
  });
  const exitCode = await Promise.race([command, group.broken]);
  const peaks = [...memory.stop()].map(([name, mebibytes]) => `${name} ${Math.round(mebibytes)} MB`);
  if (peaks.length > 0) say(`\nPeak memory: ${peaks.join(', ')}.`);
  return exitCode;
}
