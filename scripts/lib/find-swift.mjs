import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { canInstallPackages, installPackages } from './apt-install.mjs';
import { ScriptError } from './script-error.mjs';
import { unpackPackages } from './unpack-packages.mjs';

/**
 * @typedef {object} Swift
 * @property {string} python the one that finds Swift's modules
 * @property {string} memcached
 * @property {{ proxy: string, account: string, container: string, object: string }} programs
 * @property {NodeJS.ProcessEnv} env with the folders of unpacked libraries and modules
 */

const PACKAGES = ['swift-proxy', 'swift-account', 'swift-container', 'swift-object', 'memcached'];

/**
 * Finds OpenStack Swift and memcached on this system, or gets them from Debian's packages: installed as root, or
 * unpacked into `directory`, where nothing of the system is changed.
 * @param {{ directory: string, logFile: string, log: (line: string) => void, signal: AbortSignal }} options
 * @returns {Promise<Swift>}
 * @throws {ScriptError} when the packages cannot be had
 */
export async function findSwift({ directory, logFile, log, signal }) {
  const found = swiftUnder('');
  if (found) return found;
  if (canInstallPackages()) {
    log(`installing ${PACKAGES.join(', ')}`);
    await installPackages(PACKAGES, { logFile, signal });
    return swiftUnder('') ?? notThere('installed');
  }
  const packages = join(directory, 'packages');
  log(`unpacking ${PACKAGES.join(', ')} into ${packages}`);
  const { root, libraries } = await unpackPackages(PACKAGES, { directory: packages, logFile, signal });
  return swiftUnder(root, libraries) ?? notThere('unpacked');
}

/**
 * @param {string} root empty for the system's own
 * @param {readonly string[]} [libraries]
 * @returns {Swift | undefined}
 */
function swiftUnder(root, libraries = []) {
  const program = (/** @type {string} */ name) => `${root}/usr/bin/${name}`;
  const server = (/** @type {string} */ name) => program(`swift-${name}-server`);
  const programs = {
    proxy: server('proxy'),
    account: server('account'),
    container: server('container'),
    object: server('object'),
  };
  const memcached = program('memcached');
  if (![memcached, ...Object.values(programs)].every((file) => existsSync(file))) return undefined;
  // Debian's own Python: the packages are invisible to another one on the PATH. It is unpacked where it was missing.
  const python = existsSync(program('python3')) ? program('python3') : '/usr/bin/python3';
  const modules = `${root}/usr/lib/python3/dist-packages`;
  const unpacked = {
    LD_LIBRARY_PATH: libraries.join(':'),
    PYTHONPATH: modules,
    // Where OpenSSL was built to be is not where it lies.
    OPENSSL_MODULES: libraries
      .map((folder) => join(folder, 'ossl-modules'))
      .find((folder) => existsSync(folder)),
  };
  return { python, memcached, programs, env: { ...process.env, ...(root && unpacked) } };
}

/**
 * @param {string} how
 * @returns {never}
 */
function notThere(how) {
  throw new ScriptError(`the packages ${PACKAGES.join(', ')} were ${how}, but their programs are not there`);
}
