import { type DirectoryProblem, directoryProblem } from '@reset/shared/contracts/directory-problem';
import { type ClaimedChunk, learnersOf, markChunkDone } from '@reset/shared/stores/chunk.store';
import type { DirectoryEntity } from '@reset/shared/stores/directory-entity';
import type { EntityField } from '@reset/shared/stores/directory-field';
import { sortEntries } from '@reset/shared/stores/packed-entries';
import { insertPairProblems, PAIR_POSITION } from '@reset/shared/stores/problem.store';
import {
  aboutOf,
  actionOf,
  hasErrorFlag,
  KEY_LAYOUT,
  type KeyEntries,
} from '@reset/shared/stores/staged-key';
import { readStagedEntries } from '@reset/shared/stores/staged-run.store';
import { inChunkTransaction } from '../chunk-transaction';
import type { WorkerDeps } from '../dependencies';

/** Of rows that say the same as an earlier one: what they would have done. */
export type RepeatedCounts = { create: number; update: number; unchanged: number };

/**
 * Settles one range of what rows are compared by, from all chunks of the validation: decides by row number about those
 * that are about the same or give the same identifier, so that it does not matter which worker came first.
 */
export async function settleKeys(
  { dataSource }: WorkerDeps,
  chunk: ClaimedChunk,
  entity: DirectoryEntity,
  signal: AbortSignal,
): Promise<void> {
  const staged = await readStagedEntries(dataSource.manager, chunk, KEY_LAYOUT, learnersOf(chunk));
  const { problems, repeated } = decideKeys(entity, sortEntries(KEY_LAYOUT, staged));
  signal.throwIfAborted();
  await inChunkTransaction(dataSource, chunk, async (db) => {
    // A row may be met once for each of its identifiers, in ranges that commit in any order.
    for (const [about, some] of problems.entries())
      if (some.length > 0) await insertPairProblems(db, chunk, some, PAIR_POSITION + about);
    await markChunkDone(db, chunk, { counts: repeated });
  });
}

/** @param keys sorted @returns problems by what they are about, at most one a row in each list */
export function decideKeys(entity: DirectoryEntity, keys: KeyEntries) {
  const problems: DirectoryProblem[][] = [0, ...entity.identifiers].map(() => []);
  const repeated: RepeatedCounts = { create: 0, update: 0, unchanged: 0 };
  for (let first = 0; first < keys.row.length; ) {
    const end = endOfKey(keys, first);
    const about = aboutOf(keys.flags[first] as number);
    if (end - first > 1) {
      if (about === 0) decideTarget(keys, first, end, { problems: problems[0] ?? [], repeated });
      else decideIdentifier(entity, keys, first, end, problems[about] ?? []);
    }
    first = end;
  }
  return { problems, repeated };
}

function endOfKey({ keyHigh, keyLow }: KeyEntries, first: number): number {
  let end = first + 1;
  while (keyHigh[end] === keyHigh[first] && keyLow[end] === keyLow[first]) end += 1;
  return end;
}

type TargetDecisions = { problems: DirectoryProblem[]; repeated: RepeatedCounts };

/** Said again: a warning on each later row. Said otherwise: an error on every row, naming the first that differs. */
function decideTarget(keys: KeyEntries, first: number, end: number, { problems, repeated }: TargetDecisions) {
  const other = firstOther(keys, first, end);
  const rowAt = (place: number) => keys.row[place] as number;
  if (other === undefined) {
    for (let place = first + 1; place < end; place += 1) {
      problems.push(directoryProblem('row-repeated', rowAt(place), 'Row', { firstRow: rowAt(first) }));
      const flags = keys.flags[place] as number;
      if (!hasErrorFlag(flags)) repeated[actionOf(flags)] += 1;
    }
    return;
  }
  for (let place = first; place < end; place += 1) {
    const otherRow = rowAt(keys.value[place] === keys.value[first] ? other : first);
    problems.push(directoryProblem('row-contradicts', rowAt(place), 'Row', { otherRow }));
  }
}

/** Given to two: an error on every row, naming the first that gives it to another. */
function decideIdentifier(
  entity: DirectoryEntity,
  keys: KeyEntries,
  first: number,
  end: number,
  problems: DirectoryProblem[],
) {
  const other = firstOther(keys, first, end);
  if (other === undefined) return;
  const name = entity.identifiers[aboutOf(keys.flags[first] as number) - 1] as string;
  const { heading } = entity.fields[name] as EntityField;
  for (let place = first; place < end; place += 1) {
    const otherRow = keys.row[keys.value[place] === keys.value[first] ? other : first] as number;
    const details = { heading, noun: entity.noun, otherRow };
    problems.push(directoryProblem('identifier-repeated', keys.row[place] as number, heading, details));
  }
}

/** The first row of a key with another value than the first row. */
function firstOther({ value }: KeyEntries, first: number, end: number): number | undefined {
  for (let place = first + 1; place < end; place += 1) if (value[place] !== value[first]) return place;
  return undefined;
}
