import { directoryProblem, directorySentenceOf } from '@reset/shared/contracts/directory-problem';
import { codeOf } from '@reset/shared/log/logger';
import { storedChunk } from '@reset/shared/report/stored-chunk';
import { type ClaimedChunk, LeaseLost, markChunkDone, renewLease } from '@reset/shared/stores/chunk.store';
import { insertPairProblems, rowsWithProblem } from '@reset/shared/stores/problem.store';
import { insertRowOutcomes, type RowOutcome } from '@reset/shared/stores/row-outcome.store';
import type { EntityManager } from 'typeorm';
import { inChunkTransaction } from '../chunk-transaction';
import type { WorkerDeps } from '../dependencies';
import { compareRows } from './compare-rows';
import { readDirectoryRows } from './directory-file';
import type { ImportKind } from './import-kind';
import type { MatchedRow } from './match-rows';

/** How often a chunk looks anew because somebody else has taken an identifier between its look and its writing. */
const MOST_LOOKS = 5;
/** Behind all that was found before. */
const CHANGED_POSITION = 250;

/**
 * Applies the rows of one chunk: new ones, changed ones, and what became of each row, together with the chunk's own
 * state or not at all. What is there by now is compared again, so that a row that is no longer valid is left out and
 * told, and an application that was interrupted does nothing twice.
 */
export async function applyRows(
  deps: WorkerDeps,
  chunk: ClaimedChunk,
  kind: ImportKind,
  signal: AbortSignal,
): Promise<void> {
  const { manager } = deps.dataSource;
  const read = await readDirectoryRows(deps, chunk, kind.entity);
  const { firstRow, records } = storedChunk(chunk);
  const range = { from: firstRow, to: firstRow + records };
  const repeated = await rowsWithProblem(manager, chunk, 'row-repeated', range);
  for (let look = 1; ; look += 1) {
    // Where nothing has to be locked, what takes long happens before the transaction.
    const compared = kind.lock
      ? undefined
      : await compareRows(deps.dataSource, kind, chunk.organizationId, read);
    signal.throwIfAborted();
    try {
      await inChunkTransaction(deps.dataSource, chunk, async (db) => {
        await kind.lock?.(db, chunk.organizationId, read);
        const rows = compared ?? (await kind.compare(db, chunk.organizationId, read));
        await writeRows(db, chunk, kind, rows, repeated);
      });
      return;
    } catch (error) {
      if (codeOf(error) !== 'ER_DUP_ENTRY' || look === MOST_LOOKS) throw error;
      // Where it was the successor who has applied the chunk, there is nothing to look for.
      if (!(await renewLease(manager, chunk, deps.leaseSeconds))) throw new LeaseLost();
    }
  }
}

async function writeRows(
  db: EntityManager,
  chunk: ClaimedChunk,
  kind: ImportKind,
  rows: readonly MatchedRow[],
  repeated: ReadonlySet<number>,
): Promise<void> {
  const outcomes = rows.map((row) => outcomeOf(row, repeated));
  const those = (outcome: RowOutcome) => rows.filter((_, index) => outcomes[index] === outcome);
  await kind.write(db, chunk, { created: those('created'), updated: those('updated') });
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
