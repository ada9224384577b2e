import type { Chunk } from '@reset/shared/entities/bulk-reset';
import { getFile, saveSummary } from '@reset/shared/stores/bulk-reset.store';
import { insertBulkResetCourses } from '@reset/shared/stores/bulk-reset-course.store';
import { insertResetChunks, insertSingleChunk, markChunkDone } from '@reset/shared/stores/chunk.store';
import { sumCounts, sumValidateCounts } from '@reset/shared/stores/chunk-counts.store';
import { groupProblems } from '@reset/shared/stores/problem.store';
import { readSettledCourses } from '@reset/shared/stores/settled-pairs.store';
import type { Summary } from '@reset/shared/stores/summary';
import type { EntityManager } from 'typeorm';
import { inChunkTransaction } from '../chunk-transaction';
import type { WorkerDeps } from '../dependencies';

/**
 * Once all ranges are settled: makes the summary that a confirmation names, and plans the report or the chunks of the
 * reset.
 */
export async function summarizeBulkReset(
  { dataSource }: WorkerDeps,
  chunk: Chunk,
  signal: AbortSignal,
): Promise<void> {
  const courses = await readSettledCourses(dataSource.manager, chunk);
  const summary = await summarize(dataSource.manager, chunk, courses.size);
  signal.throwIfAborted();
  await inChunkTransaction(dataSource, chunk, async (db) => {
    await saveSummary(db, chunk, summary);
    const { rows } = await getFile(db, chunk);
    if (summary.problems.length > 0) await insertSingleChunk(db, chunk, 'report', rows);
    if (summary.rows.withErrors === 0) {
      await insertBulkResetCourses(db, chunk, courses);
      await insertResetChunks(db, chunk);
    }
    await markChunkDone(db, chunk, {});
  });
}

async function summarize(db: EntityManager, chunk: Chunk, courses: number): Promise<Summary> {
  const rows = await sumValidateCounts(db, chunk);
  const settled = await sumCounts(db, chunk, 'settle', [
    'learners',
    'pairs',
    'completed',
    'inProgress',
    'neverStarted',
    'alreadyReset',
    'assignmentsOverridden',
    'repeated',
    'contradicting',
    'contradictingExcluded',
  ]);
  const { repeated, contradicting, contradictingExcluded, ...impact } = settled;
  return {
    rows: {
      excluded: rows.excluded - contradictingExcluded,
      repeated,
      withErrors: rows.withErrors + contradicting,
      toReset: impact.pairs,
    },
    impact: { ...impact, courses },
    problems: await groupProblems(db, chunk),
  };
}
