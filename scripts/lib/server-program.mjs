import { findProgram } from './find-program.mjs';
import { runCommand } from './run-command.mjs';
import { NotHere, ScriptError } from './script-error.mjs';
import { describeVersion, isNewEnough, oldestOf, parseServerVersion } from './server-version.mjs';

/**
 * @typedef {object} ServerProgram
 * @property {string} path
 * @property {import('./server-version.mjs').Product} product
 * @property {string} version
 * @property {string} [root] where its package was unpacked, instead of `/`
 * @property {NodeJS.ProcessEnv} env with the folders of unpacked libraries
 */

/** The names of the programs, the preferred one first. */
export const SERVER_PROGRAMS = { mysql: ['mariadbd', 'mysqld'], redis: ['redis-server', 'valkey-server'] };

/** @typedef {keyof typeof SERVER_PROGRAMS} Service */

/**
 * Finds a server that can be started as a private instance.
 * @param {Service} service
 * @param {{ root?: string, libraries?: readonly string[] }} [unpacked] looks there and nowhere else
 * @returns {Promise<ServerProgram>}
 * @throws {ScriptError} when there is none, or all are too old or cannot run
 */
export async function findServerProgram(service, { root, libraries = [] } = {}) {
  const where = root ? { path: '', folders: [`${root}/usr/sbin`, `${root}/usr/bin`] } : {};
  const env = root ? { ...process.env, LD_LIBRARY_PATH: libraries.join(':') } : process.env;
  const faults = [];
  for (const name of SERVER_PROGRAMS[service]) {
    const path = findProgram([name], where);
    if (!path) continue;
    const version = parseServerVersion(await runCommand(path, ['--version'], { env }).catch(() => ''));
    if (version && isNewEnough(version)) return { path, ...version, env, ...(root && { root }) };
    faults.push(
      version
        ? `${path} is ${describeVersion(version)}, older than ${oldestOf(version.product)}`
        : `${path} does not run`,
    );
  }
  if (faults.length > 0) throw new ScriptError(faults.join('; '));
  throw new NotHere(`no ${SERVER_PROGRAMS[service].join(' or ')} found`);
}
