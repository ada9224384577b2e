import type { DirectoryCounts, DirectoryImpact, DirectoryProblemGroup } from '../contracts/directory-import';

/** What settling a directory import found: kept with it, named by a confirmation. */
export type DirectorySummary = {
  rows: { repeated: number; withErrors: number };
  impact: DirectoryImpact;
  problems: DirectoryProblemGroup[];
};

/** What the chunks of an application count, each row once. */
export const APPLIED = ['created', 'updated', 'unchanged', 'changedSinceValidation'] as const;
export type AppliedRows = Pick<DirectoryCounts, (typeof APPLIED)[number]>;
