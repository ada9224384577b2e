import type { Chunk } from '@reset/shared/entities/bulk-reset';
import { markChunkDone } from '@reset/shared/stores/chunk.store';
import {
  insertProgressResets,
  layPairsInHand,
  leaveOutChangedPairs,
} from '@reset/shared/stores/progress-reset.store';
import { readSettledPairs } from '@reset/shared/stores/settled-pairs.store';
import { inChunkTransaction } from '../chunk-transaction';
import type { WorkerDeps } from '../dependencies';

/** Resets the pairs of one chunk. Marks, what was left out, counts and the chunk's own state commit together or not at all. */
export async function resetChunk({ dataSource }: WorkerDeps, chunk: Chunk): Promise<void> {
  const pairs = await readSettledPairs(dataSource.manager, chunk, chunk.number);
  await inChunkTransaction(dataSource, chunk, async (db) => {
    await layPairsInHand(db, pairs);
    const changed = await leaveOutChangedPairs(db, chunk);
    const reset = await insertProgressResets(db, chunk);
    // The fence comes last: it holds its lock for one round trip, and a stale owner rolls everything back.
    await markChunkDone(db, chunk, { reset, changed, nothingToReset: chunk.rows - reset - changed });
  });
}
