import type { DirectoryProblemGroup } from '@reset/shared/contracts/directory-import';
import { getFile, saveSummary } from '@reset/shared/stores/bulk-reset.store';
import {
  type ClaimedChunk,
  insertApplyChunks,
  insertSingleChunk,
  markChunkDone,
} from '@reset/shared/stores/chunk.store';
import { sumCounts } from '@reset/shared/stores/chunk-counts.store';
import type { DirectorySummary } from '@reset/shared/stores/directory-summary';
import { countRepeatedRows, countRowsWithErrors, groupProblems } from '@reset/shared/stores/problem.store';
import type { EntityManager } from 'typeorm';
import { inChunkTransaction } from '../chunk-transaction';
import type { WorkerDeps } from '../dependencies';

/** Once everything is settled: makes the summary that a confirmation names, and plans the report or the application. */
export async function summarizeImport(
  { dataSource }: WorkerDeps,
  chunk: ClaimedChunk,
  signal: AbortSignal,
): Promise<void> {
  const summary = await summarize(dataSource.manager, chunk);
  signal.throwIfAborted();
  await inChunkTransaction(dataSource, chunk, async (db) => {
    await saveSummary(db, chunk, summary);
    const { rows } = await getFile(db, chunk);
    if (summary.problems.length > 0) await insertSingleChunk(db, chunk, 'report', rows);
    if (summary.rows.withErrors === 0) await insertApplyChunks(db, chunk);
    await markChunkDone(db, chunk, {});
  });
}

async function summarize(db: EntityManager, chunk: ClaimedChunk): Promise<DirectorySummary> {
  const found = await sumCounts(db, chunk, 'validate', ['create', 'update', 'unchanged', 'deactivate']);
  const repeated = await sumCounts(db, chunk, 'settle', ['create', 'update', 'unchanged']);
  return {
    rows: { repeated: await countRepeatedRows(db, chunk), withErrors: await countRowsWithErrors(db, chunk) },
    impact: {
      create: found.create - repeated.create,
      update: found.update - repeated.update,
      unchanged: found.unchanged - repeated.unchanged,
      deactivate: found.deactivate,
    },
    problems: await groupProblems<DirectoryProblemGroup>(db, chunk),
  };
}
