import type { DataSource } from 'typeorm';
import type { Phase } from '../contracts/bulk-reset';
import type { BulkResetStatus } from '../contracts/bulk-reset-status';
import { advanceBulkReset } from '../stores/advance-bulk-reset';
import { getBulkReset } from '../stores/bulk-reset.store';
import type { VersionKey } from '../stores/bulk-reset-key';
import { takeDueChunks } from '../stores/chunk.store';
import type { ChunkQueue } from './chunk-queue';

export type DispatchDeps = { dataSource: DataSource; queue: Pick<ChunkQueue, 'add'> };

const PHASES_OF_STATUS: Partial<Record<BulkResetStatus, readonly Phase[]>> = {
  validating: ['validate'],
  settling: ['settle', 'report'],
  resetting: ['reset'],
};

/**
 * Puts into the queue what MySQL says is due of one bulk reset, within its window. May be called at any time, by
 * anyone, any number of times.
 */
export async function dispatchChunks({ dataSource, queue }: DispatchDeps, key: VersionKey): Promise<void> {
  const { status, version } = await getBulkReset(dataSource.manager, key);
  for (const phase of PHASES_OF_STATUS[status] ?? [])
    await queue.add(await takeDueChunks(dataSource, { ...key, version }, phase));
}

/** Moves a bulk reset on as far as it goes, and dispatches what has become due. */
export async function moveOn(deps: DispatchDeps, key: VersionKey): Promise<void> {
  while (await advanceBulkReset(deps.dataSource, key));
  await dispatchChunks(deps, key);
}
