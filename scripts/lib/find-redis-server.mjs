import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canInstallPackages, installPackages } from './apt-install.mjs';
import { findProgram } from './find-program.mjs';
import { UNPACKED } from './paths.mjs';
import { step } from './screen.mjs';
import { SERVER_PROGRAMS } from './server-program.mjs';
import { unpackPackages } from './unpack-packages.mjs';

const PACKAGES = ['redis-server'];

/**
 * Finds the program that the tests of a Redis Cluster start several of, or gets it where that is possible: installed
 * as root, or unpacked, where nothing of the system is changed.
 * @param {{ directory: string, logFile: string, signal: AbortSignal }} options
 * @returns {Promise<string>} its path
 * @throws {import('./script-error.mjs').ScriptError} when there is none and it cannot be had
 */
export async function findRedisServer({ directory, logFile, signal }) {
  const found = findProgram(SERVER_PROGRAMS.redis);
  if (found) return found;
  return step('Redis for clusters', async () => {
    if (canInstallPackages()) {
      await installPackages(PACKAGES, { logFile, signal });
      return findProgram(SERVER_PROGRAMS.redis) ?? '/usr/bin/redis-server';
    }
    const { root, libraries } = await unpackPackages(PACKAGES, { directory: UNPACKED, logFile, signal });
    return withLibraries(join(root, 'usr/bin/redis-server'), libraries, join(directory, 'redis-server'));
  });
}

/**
 * @param {string} program
 * @param {readonly string[]} libraries
 * @param {string} script is written: calls the program with its unpacked libraries, as the same process
 */
function withLibraries(program, libraries, script) {
  const line = `LD_LIBRARY_PATH='${libraries.join(':')}' exec '${program}' "$@"`;
  writeFileSync(script, `#!/bin/sh\n${line}\n`, { mode: 0o755 });
  return script;
}
