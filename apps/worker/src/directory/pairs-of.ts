import type { ReadRow } from './read-values';

/** The learners and courses that rows name, as `12 7`. */
export const pairsOf = (rows: readonly ReadRow[]): Set<string> =>
  new Set(rows.flatMap(({ pair }) => (pair === undefined ? [] : [pair])));
