import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** @typedef {{ pid: number, startedAt: string }} ProcessIdentity a number alone is used again by the system */

/**
 * @param {number} pid
 * @returns {ProcessIdentity | undefined} nothing when no such process runs
 */
export function identify(pid) {
  const startedAt = existsSync('/proc/self/stat') ? startInProc(pid) : startInPs(pid);
  return startedAt ? { pid, startedAt } : undefined;
}

/** @param {ProcessIdentity} identity */
export const isRunning = ({ pid, startedAt }) => identify(pid)?.startedAt === startedAt;

/**
 * @param {number} pid
 * @returns {string | undefined} the ticks since boot; nothing for a process that ended and was not yet collected
 */
function startInProc(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses, and may hold blanks and parentheses itself.
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' || state === 'X' ? undefined : rest[18];
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function startInPs(pid) {
  return (
    spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() || undefined
  );
}
