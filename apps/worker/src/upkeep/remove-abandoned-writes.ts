import type { WorkerDeps } from '../dependencies';

/** Longer than any upload takes: the API ends a request after two hours. */
export const ABANDONED_AFTER_MS = 24 * 3_600_000;

/** Removes what a process left in the store that died while it was writing. Whole files are never touched. */
export async function removeAbandonedWrites(
  { fileStore, log }: Pick<WorkerDeps, 'fileStore' | 'log'>,
  _stillMine?: unknown,
  now = Date.now,
): Promise<void> {
  const removed = await fileStore.removeAbandonedWrites(new Date(now() - ABANDONED_AFTER_MS));
  if (removed > 0) log.info({ removed }, 'unfinished writes removed');
}
