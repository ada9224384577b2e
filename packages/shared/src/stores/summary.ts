import type { Impact, ProblemGroup } from '../contracts/bulk-reset';

/** What settling found: kept with the bulk reset, named by a confirmation. */
export type Summary = {
  /** Every row of the file is one of these; `toReset` are the pairs that a reset would take up. */
  rows: { excluded: number; repeated: number; withErrors: number; toReset: number };
  impact: Impact;
  problems: ProblemGroup[];
};
