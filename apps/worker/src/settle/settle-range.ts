import type { Chunk } from '@reset/shared/entities/bulk-reset';
import { learnersOf, markChunkDone } from '@reset/shared/stores/chunk.store';
import { sortPairs, takePairs } from '@reset/shared/stores/packed-pairs';
import { readPairStates } from '@reset/shared/stores/pair-state.store';
import { insertPairProblems } from '@reset/shared/stores/problem.store';
import { insertSettledPairs } from '@reset/shared/stores/settled-pairs.store';
import { readStagedPairs } from '@reset/shared/stores/staged-run.store';
import { inChunkTransaction } from '../chunk-transaction';
import type { WorkerDeps } from '../dependencies';
import { countImpact } from './count-impact';
import { decideRepetitions } from './decide-repetitions';
import type { SettleCounts } from './settle-counts';

/**
 * Settles the pairs of one range of learners, from all chunks of the validation: decides by row number about pairs that
 * several rows name, so that it does not matter which worker came first; counts the impact; and keeps the pairs to
 * reset, which one chunk of the reset will take up.
 */
export async function settleRange(
  { dataSource }: WorkerDeps,
  chunk: Chunk,
  signal: AbortSignal,
): Promise<void> {
  const db = dataSource.manager;
  const staged = sortPairs(await readStagedPairs(db, chunk, learnersOf(chunk)));
  const { toReset, problems, ...counts } = decideRepetitions(staged);
  const pairs = takePairs(staged, toReset);
  const states = await readPairStates(db, chunk.organizationId, pairs);
  const impact = countImpact(pairs, states);
  signal.throwIfAborted();
  await inChunkTransaction(dataSource, chunk, async (db) => {
    await insertPairProblems(db, chunk, problems);
    await insertSettledPairs(db, chunk, chunk.number, {
      pairs,
      courseIds: Uint32Array.from(new Set(pairs.courseIds)).sort(),
    });
    await markChunkDone(db, chunk, { counts: { ...impact, ...counts } satisfies SettleCounts });
  });
}
