import { readFileSync, rmSync } from 'node:fs';
import { signalProcess } from './child-process.mjs';
import { isRunning } from './process-identity.mjs';
import { waitUntil } from './wait-until.mjs';

/** MariaDB may have much to write before it can stop. */
const GRACE_MS = 60_000;

/** @typedef {import('./process-identity.mjs').ProcessIdentity & { name: string }} RecordedProcess */

/**
 * Stops what an earlier script started and, because it was killed, did not stop: only processes on its own record,
 * and only while they are still the same ones.
 * @param {string} recordFile as createProcessGroup writes it
 * @returns {Promise<string[]>} the names of those stopped
 */
export async function stopLeftovers(recordFile) {
  const leftovers = readRecord(recordFile).filter(isRunning);
  for (const { pid } of leftovers) signalProcess(pid, 'SIGTERM');
  const stopped = await waitUntil(() => !leftovers.some(isRunning), { deadlineMs: GRACE_MS });
  if (!stopped) for (const leftover of leftovers.filter(isRunning)) signalProcess(leftover.pid, 'SIGKILL');
  rmSync(recordFile, { force: true });
  return leftovers.map(({ name }) => name);
}

/**
 * @param {string} recordFile
 * @returns {RecordedProcess[]}
 */
function readRecord(recordFile) {
  try {
    return JSON.parse(readFileSync(recordFile, 'utf8'));
  } catch {
    return []; // nothing was recorded, or the script was killed while it wrote
  }
}
