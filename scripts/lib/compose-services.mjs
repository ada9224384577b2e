import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from './find-program.mjs';
import { freePort } from './free-port.mjs';
import { REPOSITORY } from './paths.mjs';
import { runCommand } from './run-command.mjs';
import { NotHere } from './script-error.mjs';

const FILE = join(REPOSITORY, 'docker-compose.yml');

/** Pulling the images can take minutes. */
const UP_MS = 900_000;

/** Every variable that docker-compose.yml insists on, also those of the services that are not started here. */
export const REQUIRED = [
  'MYSQL_PASSWORD',
  'MYSQL_ROOT_PASSWORD',
  'REDIS_PASSWORD',
  'S3_SECRET_KEY',
  'SESSION_SECRET',
];

const INNER_PORTS = { mysql: 3306, redis: 6379 };

/**
 * Runs one of docker-compose.yml's services, published on a free port of the loopback address.
 * @param {keyof typeof INNER_PORTS} service
 * @param {{ directory: string, password: string, logFile: string, signal: AbortSignal }} input `directory` is what the
 *   data belongs to: each has a Compose project, and so volumes, of its own
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 * @throws {NotHere} when no engine runs; {ScriptError} when the service does not come up
 */
export async function startComposeService(service, { directory, password, logFile, signal }) {
  const compose = await findCompose(signal);
  const port = await freePort();
  const override = join(directory, `compose-${service}.json`);
  const ports = [`127.0.0.1:${port}:${INNER_PORTS[service]}`];
  writeFileSync(override, JSON.stringify({ services: { [service]: { ports } } }));
  const args = [...compose, '--project-name', projectName(directory), '--file', FILE, '--file', override];
  const env = { ...process.env, ...Object.fromEntries(REQUIRED.map((name) => [name, password])) };
  const [command = '', ...rest] = args;
  /** @param {string[]} words */
  const run = (...words) => runCommand(command, [...rest, ...words], { env, logFile, timeoutMs: UP_MS });
  await run('up', '--detach', '--wait', '--no-deps', service);
  return { url: serviceUrl(service, port, password), stop: async () => void (await run('stop', service)) };
}

/**
 * Removes the containers and volumes that startComposeService made for a directory.
 * @param {string} directory
 */
export async function removeComposeProject(directory) {
  if (!Object.keys(INNER_PORTS).some((service) => existsSync(join(directory, `compose-${service}.json`))))
    return;
  const [command = '', ...rest] = await findCompose();
  const env = { ...process.env, ...Object.fromEntries(REQUIRED.map((name) => [name, 'unused'])) };
  await runCommand(
    command,
    [...rest, '--project-name', projectName(directory), '--file', FILE, 'down', '--volumes'],
    { env },
  );
}

/**
 * @param {AbortSignal} [signal]
 * @returns {Promise<string[]>} the command with its first words
 */
async function findCompose(signal) {
  const docker = findProgram(['docker']);
  if (!docker) throw new NotHere('there is no docker');
  const quick = { signal, timeoutMs: 15_000 };
  await runCommand(docker, ['info'], quick).catch(() => {
    throw new NotHere('docker is here, but its engine does not run, or may not be used by you');
  });
  await runCommand(docker, ['compose', 'version'], quick).catch(() => {
    throw new NotHere('docker is here without its compose plugin');
  });
  return [docker, 'compose'];
}

/** @param {string} directory */
const projectName = (directory) =>
  `reset-${createHash('sha256').update(directory).digest('hex').slice(0, 12)}`;

/**
 * @param {keyof typeof INNER_PORTS} service
 * @param {number} port
 * @param {string} password
 */
function serviceUrl(service, port, password) {
  if (service === 'redis') return `redis://:${password}@127.0.0.1:${port}`;
  return `mysql://reset:${password}@127.0.0.1:${port}/reset_progress`;
}
