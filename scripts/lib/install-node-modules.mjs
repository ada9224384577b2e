import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from './paths.mjs';
import { runCommand } from './run-command.mjs';
import { step } from './screen.mjs';

/** @typedef {{ version?: string, integrity?: string, link?: boolean, optional?: boolean, resolved?: string }} LockedPackage */
/** @typedef {{ packages?: Record<string, LockedPackage> }} LockFile */

/**
 * Runs `npm ci` when node_modules is missing or differs from package-lock.json.
 * @param {{ logs: string, signal: AbortSignal }} options
 */
export async function installNodeModules({ logs, signal }) {
  const wanted = readLock(join(REPOSITORY, 'package-lock.json'));
  if (isInstalled(wanted, readLock(join(REPOSITORY, 'node_modules/.package-lock.json')))) return;
  await step('Installing npm packages', () =>
    runCommand('npm', ['ci', '--include=dev'], {
      cwd: REPOSITORY,
      logFile: join(logs, 'npm.log'),
      signal,
      explainsItself: true,
      remedy: 'npm ci failed. Is the npm registry reachable from here?',
    }),
  );
}

/**
 * Compares contents and not times: a checkout or a copy changes those at will.
 * @param {LockFile} wanted package-lock.json
 * @param {LockFile} installed the list that npm keeps of what it put into node_modules
 */
export function isInstalled(wanted, installed) {
  if (!installed.packages) return false;
  const found = installed.packages;
  return Object.entries(wanted.packages ?? {}).every(([path, { version, integrity, link, optional }]) => {
    // The checkout itself and its workspaces are no packages to install; optional ones depend on the platform.
    if (!path.includes('node_modules/') || (optional && !found[path])) return true;
    return (
      Boolean(found[path]) &&
      (link || (found[path]?.version === version && found[path]?.integrity === integrity))
    );
  });
}

/**
 * @param {string} file
 * @returns {LockFile}
 */
function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}
