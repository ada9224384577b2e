import { canInstallPackages, installPackages } from './apt-install.mjs';
import { UNPACKED } from './paths.mjs';
import { NotHere } from './script-error.mjs';
import { findServerProgram } from './server-program.mjs';
import { unpackPackages } from './unpack-packages.mjs';

const PACKAGES = ['mariadb-server-core', 'mariadb-client-core'];

/**
 * Finds the program of the database servers that fault tests kill, or gets it where that is possible: installed as
 * root, or unpacked, where nothing of the system is changed.
 * @param {{ logFile: string, signal?: AbortSignal }} options
 * @returns {Promise<import('./server-program.mjs').ServerProgram>}
 * @throws {import('./script-error.mjs').ScriptError} when there is none and it cannot be had
 */
export async function findMysqlServer({ logFile, signal = new AbortController().signal }) {
  try {
    return await findServerProgram('mysql');
  } catch (error) {
    if (!(error instanceof NotHere)) throw error;
  }
  if (canInstallPackages()) {
    await installPackages(PACKAGES, { logFile, signal });
    return findServerProgram('mysql');
  }
  return findServerProgram('mysql', await unpackPackages(PACKAGES, { directory: UNPACKED, logFile, signal }));
}
