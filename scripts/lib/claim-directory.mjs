import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identify, isRunning } from './process-identity.mjs';
import { ScriptError } from './script-error.mjs';

const LOCK = 'owner.json';

/**
 * Makes this process the only one that runs servers on a directory. A claim ends with its process, however that ends.
 * @param {string} directory made when it is missing, and then readable by its owner alone
 * @returns {() => void} gives it up
 * @throws {ScriptError} while another process has it
 */
export function claimDirectory(directory) {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, LOCK);
  if (!createLock(file)) {
    const owner = ownerOf(directory);
    if (owner) throw alreadyClaimed(directory, owner.pid);
    rmSync(file, { force: true });
    if (!createLock(file)) throw alreadyClaimed(directory);
  }
  return () => rmSync(file, { force: true });
}

/**
 * @param {string} directory
 * @returns {import('./process-identity.mjs').ProcessIdentity | undefined} the running process that claimed it
 */
export function ownerOf(directory) {
  try {
    const owner = JSON.parse(readFileSync(join(directory, LOCK), 'utf8'));
    return isRunning(owner) ? owner : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Makes the file with its contents in one step: another process never reads half of it.
 * @param {string} file
 * @returns {boolean} false when it is there already
 */
function createLock(file) {
  const complete = `${file}.${process.pid}`;
  writeFileSync(complete, JSON.stringify(identify(process.pid)));
  try {
    linkSync(complete, file);
    return true;
  } catch (error) {
    if (existsSync(file)) return false;
    throw error;
  } finally {
    rmSync(complete);
  }
}

/**
 * @param {string} directory
 * @param {number} [pid]
 */
function alreadyClaimed(directory, pid) {
  const who = pid ? `process ${pid}` : 'another process';
  return new ScriptError(
    `${who} already runs on ${directory}`,
    'Only one can run in a checkout at a time. Use that one, or stop it first (Ctrl-C where it runs).',
  );
}
