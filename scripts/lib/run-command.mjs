import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { ScriptError } from './script-error.mjs';
import { waitUntil } from './wait-until.mjs';

const LINES_SHOWN = 15;
const GROUP_GRACE_MS = 10_000;

/**
 * @typedef {object} CommandOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {AbortSignal | undefined} [signal] ends the command
 * @property {string} [logFile] gets everything that the command prints
 * @property {string} [remedy] what to do when it fails
 * @property {number} [timeoutMs]
 * @property {boolean} [explainsItself] what it prints when it fails is all that a person needs
 */

/**
 * Runs a command to its end, silently.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<string>} what it wrote to standard output
 * @throws {ScriptError} with its last lines, when it cannot be run or does not exit with 0; the signal's reason
 */
export async function runCommand(command, args, options = {}) {
  const { cwd, env = process.env, signal, logFile, remedy, timeoutMs, explainsItself } = options;
  const limits = { ...(signal && { signal }), ...(timeoutMs && { timeout: timeoutMs }) };
  const child = spawn(command, args, {
    ...(cwd && { cwd }),
    env,
    ...limits,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', both: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output.stdout += text;
    output.both += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    output.both += text;
  });
  const failure = await endOf(child);
  if (logFile) appendTo(logFile, `$ ${command} ${args.join(' ')}\n${output.both}`);
  if (!failure) return output.stdout;
  signal?.throwIfAborted();
  if (explainsItself && output.both) throw new ScriptError(output.both.trim(), remedy);
  const words = [command, ...args].slice(0, 2).map((word) => basename(word));
  const shown = [`${words.join(' ')} ${failure}`, lastLines(output.both)].filter(Boolean).join('\n');
  throw new ScriptError(shown, remedy);
}

/**
 * Runs a command on the person's own screen, and leaves none of the processes that it started behind.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, signal?: AbortSignal, onStart?: (pid: number) => void }} [options]
 * @returns {Promise<number>} its exit code; 1 when it cannot be run or a signal ended it
 * @throws the signal's reason
 */
export async function runVisibly(command, args, { env = process.env, cwd, signal, onStart } = {}) {
  // A process group of its own, so that it can be ended with everything in it.
  const child = spawn(command, args, { env, ...(cwd && { cwd }), detached: true, stdio: 'inherit' });
  const stop = () => void endGroup(child);
  signal?.addEventListener('abort', stop, { once: true });
  if (child.pid) onStart?.(child.pid);
  const failure = await endOf(child);
  signal?.removeEventListener('abort', stop);
  await endGroup(child);
  signal?.throwIfAborted();
  return failure ? child.exitCode || 1 : 0;
}

/** @param {import('node:child_process').ChildProcess} child */
async function endGroup({ pid }) {
  if (!pid || !signalGroup(pid, 'SIGTERM')) return;
  const isOver = () => !signalGroup(pid, 0);
  if (!(await waitUntil(isOver, { deadlineMs: GROUP_GRACE_MS }))) signalGroup(pid, 'SIGKILL');
}

/**
 * @param {number} pid of the first process of the group
 * @param {NodeJS.Signals | 0} signal
 * @returns {boolean} false when the group has no process any more
 */
function signalGroup(pid, signal) {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<string | undefined>} what was wrong with its end, if anything
 */
function endOf(child) {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(`could not be run: ${error.message}`));
    child.on('close', (code, signal) => {
      if (code === 0) resolve(undefined);
      else resolve(signal ? `was ended by ${signal}` : `failed with exit code ${code}`);
    });
  });
}

/** @param {string} text */
export function lastLines(text, count = LINES_SHOWN) {
  const lines = text.trimEnd().split('\n').slice(-count);
  return lines.map((line) => `    ${line}`.trimEnd()).join('\n');
}

/**
 * @param {string} file
 * @param {string} text
 */
function appendTo(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, text);
}
