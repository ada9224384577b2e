import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findServices } from './find-services.mjs';
import { localSecrets } from './local-secrets.mjs';
import { REPOSITORY } from './paths.mjs';
import { createProcessGroup } from './process-group.mjs';
import { runCommand } from './run-command.mjs';
import { step } from './screen.mjs';

const WORKERS = 2;

/** Workers finish the chunks in hand first, for up to 20 s. */
const GRACE_MS = 30_000;

/**
 * @typedef {object} RunningProduct
 * @property {string} url of the page
 * @property {import('./sign-in-help.mjs').DemoCredentials | undefined} credentials undefined where the demo was never loaded
 * @property {NodeJS.ProcessEnv} environment of its processes
 * @property {import('./process-group.mjs').ProcessGroup} group
 */

/**
 * Brings up servers, API and workers.
 * @param {object} input
 * @param {string} input.directory of the data; the caller has claimed it
 * @param {string} input.logs
 * @param {number} input.port
 * @param {{ signal: AbortSignal, atEnd: (work: () => unknown) => void }} input.life
 * @param {NodeJS.ProcessEnv} [input.configured] may name servers to use as they are
 * @param {boolean} [input.withData] loads the demo's data when there is none
 * @returns {Promise<RunningProduct>}
 */
export async function runProduct({ directory, logs, port, life, configured = {}, withData = true }) {
  const secrets = localSecrets(directory);
  const group = createProcessGroup({ recordFile: join(directory, 'processes.json'), signal: life.signal });
  life.atEnd(group.stop);
  const environment = await startServers({ directory, logs, group, life, configured, secrets });
  const cli = commandLine(environment, life.signal);
  if (configured.DATABASE_URL || configured.REDIS_URL || configured.STORAGE_URL) {
    await step('Checking the configured servers', () => cli('check-services'));
  }
  await step('Bringing the database up to date', () => cli('migrate'));
  const credentials = withData ? await loadDemo(cli, directory) : undefined;
  const url = await startProcesses({ group, environment, secrets, logs, port });
  return { url, credentials, environment, group };
}

/**
 * @param {Pick<Parameters<typeof runProduct>[0], 'directory' | 'logs' | 'life'> & { configured: NodeJS.ProcessEnv,
 *   group: RunningProduct['group'], secrets: import('./local-secrets.mjs').LocalSecrets }} input
 * @returns {Promise<NodeJS.ProcessEnv>}
 */
async function startServers({ directory, logs, group, life, configured, secrets }) {
  const services = await findServices({
    group,
    directory,
    logs,
    password: secrets.serverPassword,
    keepData: true,
    configured: { mysql: configured.DATABASE_URL, redis: configured.REDIS_URL },
    signal: life.signal,
  });
  life.atEnd(services.stop);
  const storage = join(directory, 'storage');
  mkdirSync(storage, { recursive: true, mode: 0o700 });
  return {
    ...process.env,
    NODE_ENV: 'production',
    DATABASE_URL: services.databaseUrl,
    REDIS_URL: services.redisUrl,
    STORAGE_URL: configured.STORAGE_URL ?? pathToFileURL(storage).href,
  };
}

/**
 * @param {NodeJS.ProcessEnv} environment
 * @param {AbortSignal} signal
 * @returns {(...words: string[]) => Promise<string>} runs a command of apps/cli and gives what it printed
 */
function commandLine(environment, signal) {
  const main = join(REPOSITORY, 'apps/cli/dist/main.js');
  // No log: what it prints may be a password.
  return (...words) =>
    runCommand(process.execPath, [main, ...words], { env: environment, signal, explainsItself: true });
}

/**
 * Only hashes are in the database, so what was printed once is kept for the later runs.
 * @param {(...words: string[]) => Promise<string>} cli
 * @param {string} directory
 * @returns {Promise<RunningProduct['credentials']>}
 */
async function loadDemo(cli, directory) {
  const file = join(directory, 'demo-credentials.json');
  const printed = await step('Looking for data', async (outcome) => {
    const made = (await cli('load-demo', '--if-empty')).trim();
    outcome(made ? 'none was there: loaded the demo' : 'there is some');
    return made;
  });
  if (printed) writeFileSync(file, printed, { mode: 0o600 });
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/**
 * @param {{ group: RunningProduct['group'], environment: NodeJS.ProcessEnv, logs: string, port: number,
 *   secrets: import('./local-secrets.mjs').LocalSecrets }} input
 * @returns {Promise<string>} where the page is
 */
async function startProcesses({ group, environment, secrets, logs, port }) {
  const host = environment.HOST ?? '127.0.0.1';
  const url = `http://${host}:${port}`;
  const apiEnvironment = {
    ...environment,
    HOST: host,
    PORT: String(port),
    SESSION_SECRET: environment.SESSION_SECRET ?? secrets.sessionSecret,
  };
  const api = nodeProcess('api', apiEnvironment, { app: 'api', logs });
  const workers = Array.from({ length: WORKERS }, (_, index) => ({
    plan: nodeProcess(`worker-${index + 1}`, environment, { app: 'worker', logs }),
  }));
  await step(`Starting ${WORKERS} workers`, () => group.start(...workers));
  await step('Starting the API', () => group.start({ plan: api, isReady: () => isReady(url) }));
  return url;
}

/**
 * @param {string} name
 * @param {NodeJS.ProcessEnv} env
 * @param {{ app: string, logs: string }} options
 * @returns {import('./child-process.mjs').ChildPlan}
 */
function nodeProcess(name, env, { app, logs }) {
  const args = [join(REPOSITORY, 'apps', app, 'dist/main.js')];
  return {
    name,
    command: process.execPath,
    args,
    env,
    logFile: join(logs, `${name}.log`),
    graceMs: GRACE_MS,
  };
}

/** @param {string} url */
async function isReady(url) {
  try {
    return (await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false;
  }
}

/**
 * Begins new logs, and keeps those of the run before.
 * @param {string} logs
 */
export function beginLogs(logs) {
  const before = `${logs}-before`;
  rmSync(before, { recursive: true, force: true });
  if (existsSync(logs)) renameSync(logs, before);
  mkdirSync(logs, { recursive: true });
}
