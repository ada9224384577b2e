import type { Chunk } from '@reset/shared/entities/bulk-reset';
import { getFile, saveSummary } from '@reset/shared/stores/bulk-reset.store';
import {
  insertResetChunks,
  insertSingleChunk,
  markChunkDone,
  writeRowsDone,
} from '@reset/shared/stores/chunk.store';
import { sumValidateCounts } from '@reset/shared/stores/chunk-counts.store';
import { countCollisions } from '@reset/shared/stores/collision.store';
import { countRowsWithErrors, groupProblems } from '@reset/shared/stores/problem.store';
import type { Summary } from '@reset/shared/stores/summary';
import { inChunkTransaction } from '../chunk-transaction';
import type { WorkerDeps } from '../dependencies';
import { progressTicker } from '../progress-ticker';
import { countImpact } from './count-impact';
import { settlePairs } from './settle-pairs';

/**
 * Once all chunks of a validation are in: decides about repeated pairs, counts the impact, plans the chunks of the
 * reset and makes the summary that a confirmation names. May be taken up again at any point.
 */
export async function settleBulkReset(deps: WorkerDeps, chunk: Chunk, signal: AbortSignal): Promise<void> {
  const { dataSource } = deps;
  await settlePairs(dataSource, chunk, signal);
  const ticker = progressTicker((rows) => writeRowsDone(dataSource.manager, chunk, rows));
  const { impact, ranges } = await countImpact(deps, chunk, signal, ticker.total);
  await ticker.flush();
  const summary = await summarize(deps, chunk, impact);
  signal.throwIfAborted();
  await inChunkTransaction(dataSource, async (db) => {
    await saveSummary(db, chunk, summary);
    const { rows } = await getFile(db, chunk);
    if (summary.problems.length > 0) await insertSingleChunk(db, chunk, 'report', rows);
    if (summary.rows.withErrors === 0) await insertResetChunks(db, chunk, ranges);
    await markChunkDone(db, chunk, {});
  });
}

async function summarize(
  { dataSource }: WorkerDeps,
  chunk: Chunk,
  impact: Summary['impact'],
): Promise<Summary> {
  const db = dataSource.manager;
  const counted = await sumValidateCounts(db, chunk);
  const collisions = await countCollisions(db, chunk);
  const withErrors = await countRowsWithErrors(db, chunk);
  const excluded = counted.excluded - collisions.contradictingExcluded;
  return {
    rows: { excluded, repeated: collisions.repeated, withErrors, toReset: impact.pairs },
    impact,
    problems: await groupProblems(db, chunk),
  };
}
