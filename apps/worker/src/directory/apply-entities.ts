import { directoryProblem, directorySentenceOf } from '@reset/shared/contracts/directory-problem';
import { codeOf } from '@reset/shared/log/logger';
import { storedChunk } from '@reset/shared/report/stored-chunk';
import { type ClaimedChunk, LeaseLost, markChunkDone, renewLease } from '@reset/shared/stores/chunk.store';
import type { DirectoryEntity } from '@reset/shared/stores/directory-entity';
import { insertEntities, updateEntities } from '@reset/shared/stores/directory-entity.store';
import { insertPairProblems, rowsWithProblem } from '@reset/shared/stores/problem.store';
import { insertRowOutcomes, type RowOutcome } from '@reset/shared/stores/row-outcome.store';
import type { EntityManager } from 'typeorm';
import { inChunkTransaction } from '../chunk-transaction';
import type { WorkerDeps } from '../dependencies';
import { readDirectoryChunk } from './directory-file';
import { type MatchedRow, matchRows } from './match-rows';

/** How often a chunk looks anew because somebody else has taken an identifier between its look and its writing. */
const MOST_LOOKS = 5;
/** Behind all that was found before. */
const CHANGED_POSITION = 250;

/**
 * Applies the rows of one chunk: new ones, changed ones, and what became of each row, together with the chunk's own
 * state or not at all. What is there by now is compared again, so that a row that is no longer valid is left out and
 * told, and an application that was interrupted does nothing twice.
 */
export async function applyEntities(
  deps: WorkerDeps,
  chunk: ClaimedChunk,
  entity: DirectoryEntity,
  signal: AbortSignal,
): Promise<void> {
  const { format, records } = await readDirectoryChunk(deps, chunk);
  const { firstRow, records: count } = storedChunk(chunk);
  const range = { from: firstRow, to: firstRow + count };
  const repeated = await rowsWithProblem(deps.dataSource.manager, chunk, 'row-repeated', range);
  for (let look = 1; ; look += 1) {
    const rows = await matchRows(deps.dataSource, chunk.organizationId, entity, format, records);
    signal.throwIfAborted();
    try {
      await inChunkTransaction(deps.dataSource, chunk, (db) => applyRows(db, chunk, entity, rows, repeated));
      return;
    } catch (error) {
      if (codeOf(error) !== 'ER_DUP_ENTRY' || look === MOST_LOOKS) throw error;
      // Where it was the successor who has applied the chunk, there is nothing to look for.
      if (!(await renewLease(deps.dataSource.manager, chunk, deps.leaseSeconds))) throw new LeaseLost();
    }
  }
}

async function applyRows(
  db: EntityManager,
  chunk: ClaimedChunk,
  entity: DirectoryEntity,
  rows: readonly MatchedRow[],
  repeated: ReadonlySet<number>,
): Promise<void> {
  const outcomes = rows.map((row) => outcomeOf(row, repeated));
  const those = (outcome: RowOutcome) => rows.filter((_, index) => outcomes[index] === outcome);
  const inOrder = those('created').sort((a, b) => ((a.target ?? '') < (b.target ?? '') ? -1 : 1));
  await insertEntities(
    db,
    chunk.organizationId,
    entity,
    inOrder.map(({ values }) => values),
  );
  const changes = those('updated').map(({ stored, values }) => ({ id: stored?.id ?? 0, values }));
  await updateEntities(
    db,
    chunk.organizationId,
    entity,
    changes.sort((a, b) => a.id - b.id),
  );
  await insertPairProblems(db, chunk, those('changed-since-validation').map(changedSince), CHANGED_POSITION);
  await insertRowOutcomes(db, chunk, chunk.number, outcomes);
  const count = (outcome: RowOutcome) => outcomes.filter((one) => one === outcome).length;
  await markChunkDone(db, chunk, {
    counts: {
      created: count('created'),
      updated: count('updated'),
      unchanged: count('unchanged'),
      changedSinceValidation: count('changed-since-validation'),
    },
  });
}

function outcomeOf({ row, problems, action }: MatchedRow, repeated: ReadonlySet<number>): RowOutcome {
  if (repeated.has(row)) return 'repeated';
  if (problems.some(({ severity }) => severity === 'error')) return 'changed-since-validation';
  return ({ create: 'created', update: 'updated', unchanged: 'unchanged' } as const)[action];
}

function changedSince({ row, problems: [first] }: MatchedRow) {
  const because = first ? directorySentenceOf(first) : '';
  return directoryProblem('changed-since-validation', row, first?.column ?? 'Row', { because });
}
