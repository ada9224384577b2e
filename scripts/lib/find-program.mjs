import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where servers are, and where the PATH of an ordinary user does not look. */
const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/libexec'];

/**
 * @param {readonly string[]} names in the order of preference
 * @param {{ path?: string, folders?: readonly string[] }} [where] `folders` are looked through after the PATH
 * @returns {string | undefined} the full path of the first that can be executed
 */
export function findProgram(names, { path = process.env.PATH ?? '', folders = SYSTEM_FOLDERS } = {}) {
  const all = [...path.split(delimiter).filter(Boolean), ...folders];
  return names.flatMap((name) => all.map((folder) => join(folder, name))).find(isExecutable);
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
