import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { findProgram } from './find-program.mjs';
import { lastLines } from './run-command.mjs';

/**
 * @typedef {object} ChildPlan
 * @property {string} name what the screen calls it
 * @property {string} command
 * @property {readonly string[]} args
 * @property {NodeJS.ProcessEnv} [env]
 * @property {string} [cwd]
 * @property {string} logFile gets all that it prints
 * @property {number} [graceMs] how long it may take to stop before it is killed
 */

/**
 * @typedef {object} Child
 * @property {number} pid 0 when it could not be started
 * @property {() => boolean} hasEnded
 * @property {Promise<string>} ended the exit code or signal, in words
 */

/**
 * Starts a process in a session of its own, so that Ctrl-C in the terminal reaches this script alone and the script
 * decides the order in which things stop.
 * @param {ChildPlan} plan
 * @returns {Child}
 */
export function startChild({ command, args, env = process.env, cwd, logFile }) {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a');
  const [program, ...rest] = [...endsWithParent(), command, ...args];
  const child = spawn(program ?? command, rest, {
    env,
    ...(cwd && { cwd }),
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let isOver = false;
  const ended = new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  }).finally(() => {
    isOver = true;
  });
  return { pid: child.pid ?? 0, hasEnded: () => isOver, ended };
}

/**
 * Where util-linux is, even a `kill -9` of this script ends its children: the kernel sends them SIGTERM. setpriv
 * replaces itself with the program, so the process id stays.
 */
function endsWithParent() {
  const setpriv = process.platform === 'linux' && findProgram(['setpriv']);
  return setpriv ? [setpriv, '--pdeathsig', 'TERM', '--'] : [];
}

/**
 * Stops a child: asks, waits, kills.
 * @param {Child} child
 * @param {number} graceMs
 */
export async function stopChild({ pid, hasEnded, ended }, graceMs) {
  if (hasEnded()) return; // its number may be another process's by now
  signalProcess(pid, 'SIGTERM');
  const kill = setTimeout(() => signalProcess(pid, 'SIGKILL'), graceMs);
  await ended;
  clearTimeout(kill);
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
export function signalProcess(pid, signal) {
  try {
    if (pid > 0) process.kill(pid, signal);
  } catch {
    // It ended by itself.
  }
}

/** @param {string} logFile */
export function endOfLog(logFile) {
  try {
    return lastLines(readFileSync(logFile, 'utf8').slice(-8192));
  } catch {
    return '';
  }
}
