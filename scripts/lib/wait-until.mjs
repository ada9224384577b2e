import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks again and again until the answer is yes.
 * @param {() => Promise<boolean> | boolean} isSo
 * @param {{ everyMs?: number, deadlineMs: number, signal?: AbortSignal | undefined }} limits
 * @returns {Promise<boolean>} false when the deadline came first
 * @throws the signal's reason
 */
export async function waitUntil(isSo, { everyMs = 100, deadlineMs, signal }) {
  const deadline = Date.now() + deadlineMs;
  while (!(await isSo())) {
    signal?.throwIfAborted();
    if (Date.now() > deadline) return false;
    await pause(everyMs);
  }
  return true;
}
