import { join } from 'node:path';
import { canInstallPackages, installPackages } from './apt-install.mjs';
import { startComposeService } from './compose-services.mjs';
import { firstWay } from './first-way.mjs';
import { UNPACKED } from './paths.mjs';
import { FORGET_DATA, KEEP_DATA, startPrivateMysql } from './private-mysql.mjs';
import { startPrivateRedis } from './private-redis.mjs';
import { say, step } from './screen.mjs';
import { ScriptError } from './script-error.mjs';
import { findServerProgram } from './server-program.mjs';
import { describeVersion } from './server-version.mjs';
import { unpackPackages } from './unpack-packages.mjs';

/** @typedef {import('./server-program.mjs').Service} Service */
/** @typedef {import('./server-program.mjs').ServerProgram} ServerProgram */

/**
 * @typedef {object} ServiceOptions
 * @property {import('./process-group.mjs').ProcessGroup} group gets the servers that are started
 * @property {string} directory of their data
 * @property {string} logs
 * @property {string} password of private servers, hexadecimal
 * @property {boolean} keepData false trades safety of the data for speed
 * @property {{ mysql: string | undefined, redis: string | undefined }} configured URLs of servers to use as they are
 * @property {AbortSignal} signal
 */

/** @typedef {{ url: string, description: string, stop?: () => Promise<void> }} FoundService */

const TITLES = { mysql: 'Database', redis: 'Redis' };
const VARIABLES = { mysql: 'DATABASE_URL', redis: 'REDIS_URL' };
const PACKAGES = { mysql: ['mariadb-server-core', 'mariadb-client-core'], redis: ['redis-server'] };

/**
 * Finds MySQL and Redis, or starts private ones, in the order of DESIGN.md 4.10. A server that it did not start it
 * only talks to.
 * @param {ServiceOptions} options
 * @returns {Promise<{ databaseUrl: string, redisUrl: string, stop: () => Promise<void> }>} `stop` is for what runs
 *   outside of the process group
 * @throws {ScriptError} that says in one screen what to install
 */
export async function findServices(options) {
  const mysql = await findService('mysql', options);
  const redis = await findService('redis', options);
  const stop = async () => {
    await redis.stop?.();
    await mysql.stop?.();
  };
  return { databaseUrl: mysql.url, redisUrl: redis.url, stop };
}

/**
 * @param {Service} service
 * @param {ServiceOptions} options
 * @returns {Promise<FoundService>}
 */
function findService(service, options) {
  return step(TITLES[service], async (outcome) => {
    const configured = options.configured[service];
    const found = configured
      ? { url: configured, description: `the one of ${VARIABLES[service]}` }
      : await startOne(service, options);
    outcome(found.description);
    return found;
  });
}

/**
 * @param {Service} service
 * @param {ServiceOptions} options
 */
async function startOne(service, options) {
  try {
    return await firstWay(waysToStart(service, options));
  } catch (error) {
    throw error instanceof ScriptError ? new ScriptError(whatToInstall(service, error.message)) : error;
  }
}

/**
 * @param {Service} service
 * @param {ServiceOptions} options
 * @returns {import('./first-way.mjs').Way<FoundService>[]}
 */
function waysToStart(service, options) {
  const { directory, logs, password, signal } = options;
  const logFile = join(logs, `${service}-setup.log`);
  /** @param {ServerProgram} program */
  const start = (program) => startPrivate(service, program, options);
  const onPath = async () => start(await findServerProgram(service));
  return [
    { name: 'installed programs', get: onPath },
    {
      name: 'Docker Compose',
      get: async () => {
        const composed = await startComposeService(service, { directory, password, logFile, signal });
        return { ...composed, description: 'private, by Docker Compose' };
      },
    },
    {
      name: `packages ${PACKAGES[service].join(', ')}`,
      get: async () => {
        if (canInstallPackages()) {
          say(`  installing ${PACKAGES[service].join(' and ')}`);
          await installPackages(PACKAGES[service], { logFile, signal });
          return onPath();
        }
        say(`  unpacking ${PACKAGES[service].join(' and ')} into ${UNPACKED}`);
        const unpacked = await unpackPackages(PACKAGES[service], { directory: UNPACKED, logFile, signal });
        return start(await findServerProgram(service, unpacked));
      },
    },
  ];
}

/**
 * @param {Service} service
 * @param {ServerProgram} program
 * @param {ServiceOptions} options
 * @returns {Promise<FoundService>}
 */
async function startPrivate(service, program, { group, directory, logs, password, keepData, signal }) {
  const shared = { group, program, directory, password, logFile: join(logs, `${service}.log`) };
  const url =
    service === 'mysql'
      ? await startPrivateMysql({ ...shared, settings: keepData ? KEEP_DATA : FORGET_DATA, signal })
      : await startPrivateRedis({ ...shared, keepData });
  return { url, description: `${describeVersion(program)}, private, port ${new URL(url).port}` };
}

/**
 * @param {Service} service
 * @param {string} reasons
 */
function whatToInstall(service, reasons) {
  const wanted =
    service === 'mysql' ? 'MySQL 8.0.16 or later, or MariaDB 10.6 or later' : 'Redis 6.2 or later';
  return [
    `No way to get ${wanted}:`,
    reasons,
    '',
    'Do one of these, and run the command again:',
    `  - Debian, Ubuntu   apt-get install ${PACKAGES[service].join(' ')}`,
    `  - Fedora           dnf install ${service === 'mysql' ? 'mariadb-server' : 'redis'}`,
    `  - macOS            brew install ${service === 'mysql' ? 'mariadb' : 'redis'}`,
    '  - anywhere         install Docker with its Compose plugin, and start it',
    `  - a server of yours: set ${VARIABLES[service]} to its address`,
  ].join('\n');
}
