import { join } from 'node:path';
import { buildProduct } from './build-product.mjs';
import { claimDirectory } from './claim-directory.mjs';
import { choosePort } from './free-port.mjs';
import { installNodeModules } from './install-node-modules.mjs';
import { LOCAL } from './paths.mjs';
import { beginLogs, runProduct } from './run-product.mjs';
import { runUntilStopped } from './run-until-stopped.mjs';
import { say } from './screen.mjs';
import { howToSignIn } from './sign-in-help.mjs';
import { stopLeftovers } from './stop-leftovers.mjs';

const DEFAULT_PORT = 3000;

/** `npm start`: from a fresh checkout to a running product, until Ctrl-C. */
export function startProduct({ environment = process.env } = {}) {
  return runUntilStopped(async (life) => {
    const logs = join(LOCAL, 'logs');
    await prepareDirectory(LOCAL, logs, life);
    await installNodeModules({ logs, signal: life.signal });
    await buildProduct({ logs, signal: life.signal });
    const port = await choosePort({ configured: environment.PORT, wanted: DEFAULT_PORT });
    const product = await runProduct({ directory: LOCAL, logs, port, life, configured: environment });
    say(howToSignIn(product, { directory: LOCAL, logs }));
    life.atEnd(() => say('\nStopping ...'));
    await Promise.race([product.group.broken, interrupted(life.signal)]);
    return 0;
  });
}

/**
 * Makes a directory ours, and stops what an earlier run on it left behind.
 * @param {string} directory
 * @param {string} logs
 * @param {{ signal: AbortSignal, atEnd: (work: () => unknown) => void }} life
 */
export async function prepareDirectory(directory, logs, life) {
  life.atEnd(claimDirectory(directory));
  beginLogs(logs);
  const stopped = await stopLeftovers(join(directory, 'processes.json'));
  if (stopped.length > 0) say(`Stopped what an earlier run left behind: ${stopped.join(', ')}.`);
}

/** @param {AbortSignal} signal */
function interrupted(signal) {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', resolve, { once: true });
  });
}
