import type { ChosenPairs, Chunk } from '@reset/shared/entities/bulk-reset';
import { markChunkDone } from '@reset/shared/stores/chunk.store';
import { type PairColumns, takePairs } from '@reset/shared/stores/packed-pairs';
import { layPairsInHand } from '@reset/shared/stores/progress-reset.store';
import { readSettledPairs } from '@reset/shared/stores/settled-pairs.store';
import { getUndo } from '@reset/shared/stores/undo.store';
import { noteLeftPairs, withdrawMarks } from '@reset/shared/stores/withdraw-marks.store';
import { inChunkTransaction } from '../chunk-transaction';
import type { WorkerDeps } from '../dependencies';

/**
 * Withdraws the marks that one chunk of a bulk reset has made and that nobody has acknowledged. What is withdrawn, who is
 * left and why, counts and the chunk's own state commit together or not at all.
 */
export async function undoChunk({ dataSource }: WorkerDeps, chunk: Chunk): Promise<void> {
  const { chosen, ...of } = await getUndo(dataSource.manager, chunk);
  const pairs = await readSettledPairs(dataSource.manager, of, chunk.number);
  if (pairs.fileRows.length === 0) throw new Error(`the pairs of chunk ${chunk.id} are gone`);
  const withdrawal = { of, undoId: chunk.bulkResetId };
  await inChunkTransaction(dataSource, chunk, async (db) => {
    await layPairsInHand(db, chosen ? takeChosen(pairs, chosen) : pairs);
    await withdrawMarks(db, withdrawal);
    await markChunkDone(db, chunk, { counts: await noteLeftPairs(db, withdrawal) });
  });
}

function takeChosen(pairs: PairColumns, { learnerIds, courseIds }: ChosenPairs): PairColumns {
  const learners = learnerIds && new Set(learnerIds);
  const courses = courseIds && new Set(courseIds);
  const places: number[] = [];
  for (let place = 0; place < pairs.fileRows.length; place += 1) {
    if (learners && !learners.has(pairs.learnerIds[place] as number)) continue;
    if (courses && !courses.has(pairs.courseIds[place] as number)) continue;
    places.push(place);
  }
  return takePairs(pairs, places);
}
