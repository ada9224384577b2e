import { moveOn } from '@reset/shared/queue/dispatch-chunks';
import {
  findActiveBulkResets,
  takeOverLostChunks,
  takeStaleQueuedChunks,
} from '@reset/shared/stores/upkeep.store';
import type { WorkerDeps } from '../dependencies';

/** A chunk that has been in the queue for longer is added again, in case Redis has forgotten it. */
const STALE_SECONDS = 10;

/**
 * Brings the queue in line with MySQL: takes lost chunks away from their owners, moves every active bulk reset on,
 * and adds again what Redis may have forgotten. Any number of workers may do so at once.
 */
export async function reconcileQueue(deps: WorkerDeps): Promise<void> {
  for (const lost of await takeOverLostChunks(deps.dataSource)) {
    deps.log.warn({ chunk: lost.chunkId, phase: lost.phase }, 'lease ran out');
    deps.metrics.leaseLost(lost.phase);
  }
  let failure: unknown;
  // A node of Redis that is away holds back the bulk resets of its shards, and no others.
  for (const bulkReset of await findActiveBulkResets(deps.dataSource)) {
    await moveOn(deps, bulkReset).catch((error: unknown) => {
      failure ??= error;
    });
  }
  const stale = await takeStaleQueuedChunks(deps.dataSource, STALE_SECONDS);
  await deps.queue.add(stale);
  deps.metrics.addedAgain(stale.length);
  if (failure) throw failure;
}
