import type { DataSource } from 'typeorm';
import type { Phase } from '../contracts/bulk-reset';
import { failpoint } from '../failpoints/failpoint';
import { advanceBulkReset } from '../stores/advance-bulk-reset';
import { getBulkReset } from '../stores/bulk-reset.store';
import type { VersionKey } from '../stores/bulk-reset-key';
import { phasesIn, takeDueChunks } from '../stores/chunk.store';
import type { ChunkQueue } from './chunk-queue';

export type DispatchDeps = {
  dataSource: DataSource;
  queue: Pick<ChunkQueue, 'add'>;
  /** Of a range that is settled and reset by one chunk each, about. */
  pairsPerChunk?: number;
};

/**
 * Puts into the queue what MySQL says is due of one bulk reset, within its window. May be called at any time, by
 * anyone, any number of times.
 */
export async function dispatchChunks({ dataSource, queue }: DispatchDeps, key: VersionKey): Promise<void> {
  const { kind, status, version } = await getBulkReset(dataSource.manager, key);
  for (const phase of phasesIn(kind, status))
    await addDueChunks({ dataSource, queue }, { ...key, version }, phase);
}

async function addDueChunks({ dataSource, queue }: DispatchDeps, key: VersionKey, phase: Phase) {
  const due = await takeDueChunks(dataSource, key, phase);
  if (due.length > 0) await failpoint('dispatch:marked');
  await queue.add(due);
  if (due.length > 0) await failpoint('dispatch:added');
}

/** Moves a bulk reset on as far as it goes, and dispatches what has become due. */
export async function moveOn(deps: DispatchDeps, key: VersionKey): Promise<void> {
  while (await advanceBulkReset(deps.dataSource, key, deps));
  await dispatchChunks(deps, key);
}
