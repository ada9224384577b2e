import type { Impact } from '@reset/shared/contracts/bulk-reset';
import type { ProblemColumn } from '@reset/shared/contracts/csv-columns';
import type { ProblemCode, Severity } from '@reset/shared/contracts/problem';

/** What a baseline is given: a CSV in UTF-8 with commas, at rest in a directory. */
export type BaselineFile = {
  organizationId: number;
  path: string;
  /** Where the validation report goes, if there is something to report. */
  reportPath: string;
};

/** What validation found, in the words of the product's own summary; equal for the same file. */
export type Findings = {
  rows: { excluded: number; repeated: number; withErrors: number; toReset: number };
  impact: Impact;
};

export type FoundProblem = {
  row: number;
  code: ProblemCode;
  column: ProblemColumn;
  severity: Severity;
  sentence: string;
};

/**
 * The same job done another way. `validate` finds every problem, counts the impact and writes the report; `reset`
 * marks the pairs that `validate` found, unless a row has an error, which is for the caller to see.
 */
export type Baseline = {
  validate(file: BaselineFile): Promise<Findings>;
  /** @returns how many pairs were marked */
  reset(organizationId: number): Promise<number>;
  /** What `validate` found, by row and in the order of the report. */
  problems(): Promise<FoundProblem[]>;
  close(): Promise<void>;
};

export const BASELINES = ['sql', 'orm', 'row'] as const;
export type BaselineName = (typeof BASELINES)[number];

/** Marks of a baseline carry the number of no bulk reset, one for each, far above those of the product. */
export const MARKED_BY: Readonly<Record<BaselineName, number>> = {
  sql: 9_000_000_001,
  orm: 9_000_000_002,
  row: 9_000_000_003,
};
