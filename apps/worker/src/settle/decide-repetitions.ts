import { type Problem, problem } from '@reset/shared/contracts/problem';
import { isBroken } from '@reset/shared/failpoints/failpoint';
import { type PairColumns, ROW_FLAGS } from '@reset/shared/stores/packed-pairs';
import type { RepetitionCounts } from './settle-counts';

export type Decisions = RepetitionCounts & {
  /** Places of the pairs to reset: the first row of a pair, where it says TRUE and nothing is wrong with it. */
  toReset: number[];
  /** At most one a row, in the order of the pairs. */
  problems: Problem[];
};

/**
 * Decides about pairs that several rows name. Asked both ways: an error on every row of the pair. Asked again: a
 * warning on each later row, and the first one counts.
 * @param pairs sorted by learner, course and file row
 */
export function decideRepetitions(pairs: PairColumns): Decisions {
  const decided: Decisions = {
    toReset: [],
    problems: [],
    repeated: 0,
    contradicting: 0,
    contradictingExcluded: 0,
  };
  const findEnd = isBroken('repetitions') ? (_pairs: PairColumns, first: number) => first + 1 : endOfPair;
  for (let first = 0; first < pairs.fileRows.length; ) {
    const end = findEnd(pairs, first);
    if (end - first > 1) decideRows(pairs, first, end, decided);
    else if (isToReset(pairs, first)) decided.toReset.push(first);
    first = end;
  }
  return decided;
}

function endOfPair({ learnerIds, courseIds }: PairColumns, first: number): number {
  let end = first + 1;
  while (learnerIds[end] === learnerIds[first] && courseIds[end] === courseIds[first]) end += 1;
  return end;
}

const has = ({ flags }: PairColumns, place: number, flag: number) => ((flags[place] as number) & flag) !== 0;
const resets = (pairs: PairColumns, place: number) => has(pairs, place, ROW_FLAGS.RESET);
const hasError = (pairs: PairColumns, place: number) => has(pairs, place, ROW_FLAGS.ERROR);
const isToReset = (pairs: PairColumns, place: number) => resets(pairs, place) && !hasError(pairs, place);

function decideRows(pairs: PairColumns, first: number, end: number, decided: Decisions): void {
  const rowOf = (place: number) => pairs.fileRows[place] as number;
  const opposite = firstOpposite(pairs, first, end);
  if (opposite === undefined) {
    if (isToReset(pairs, first)) decided.toReset.push(first);
    for (let place = first + 1; place < end; place += 1) {
      decided.problems.push(problem('pair-repeated', rowOf(place), 'Row', { firstRow: rowOf(first) }));
      if (isToReset(pairs, place)) decided.repeated += 1;
    }
    return;
  }
  for (let place = first; place < end; place += 1) {
    const other = resets(pairs, place) === resets(pairs, first) ? opposite : first;
    decided.problems.push(problem('pair-contradicts', rowOf(place), 'Row', { otherRow: rowOf(other) }));
    if (hasError(pairs, place)) continue;
    decided.contradicting += 1;
    if (!resets(pairs, place)) decided.contradictingExcluded += 1;
  }
}

/** The first row that says the opposite of the first. */
function firstOpposite(pairs: PairColumns, first: number, end: number): number | undefined {
  for (let place = first + 1; place < end; place += 1)
    if (resets(pairs, place) !== resets(pairs, first)) return place;
  return undefined;
}
