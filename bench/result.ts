import type { BaselineName } from './baselines/baseline';

/** One line of the results. Times are medians; memory is in MB (10^6 bytes), of the largest process of its kind. */
export type CaseResult = {
  name: string;
  rows: number;
  seconds: number;
  rowsPerSecond: number;
  peakRssMb: { api: number; worker: number };
  /** The baseline's time divided by ours for the same work: above 1, we are faster. `null` where it did not run. */
  ratio: Record<BaselineName, number | null>;
  /** What only some cases tell, each named with its unit. */
  figures: Record<string, number>;
};

export const NO_RATIO: CaseResult['ratio'] = { sql: null, orm: null, row: null };

/** @param places behind the point */
export const rounded = (value: number, places = 3): number => Math.round(value * 10 ** places) / 10 ** places;

export const caseResult = (
  name: string,
  { rows, seconds }: { rows: number; seconds: number },
  {
    peakRssMb,
    ratio = NO_RATIO,
    figures = {},
  }: Pick<CaseResult, 'peakRssMb'> & Partial<Pick<CaseResult, 'ratio' | 'figures'>>,
): CaseResult => ({
  name,
  rows,
  // A file of a thousand rows is read in microseconds.
  seconds: rounded(seconds, 6),
  rowsPerSecond: Math.round(rows / seconds),
  peakRssMb,
  ratio,
  figures,
});
