import { withoutFormulaGuard } from '@reset/shared/csv/formula-guard';
import { isUuid } from '@reset/shared/entities/columns';
import { identifierKey, MAX_IDENTIFIER_LENGTH } from '@reset/shared/entities/identifier-key';

/** By what a learner or a course can be found. */
export type LearnerBy = 'login' | 'email' | 'uuid' | 'external';
export type LearnerLookups = (cell: string, reading: LearnerBy | 'any') => Lookup<LearnerBy>[];
export type CourseBy = 'uuid' | 'asset';
export type Lookup<By extends string> = { by: By; key: string };

/** The look-ups that a learner's cell allows. An email always contains `@`, so nothing else is looked up as one. */
export const learnerLookups: LearnerLookups = (cell, reading) =>
  lookups<LearnerBy>(cell, reading, ['login', 'email', 'uuid']);

/** As `learnerLookups`, in files of HR systems, which have an identifier of their own. */
export const learnerOrExternalLookups: LearnerLookups = (cell, reading) =>
  lookups<LearnerBy>(cell, reading, ['login', 'email', 'uuid', 'external']);

export function courseLookups(cell: string, reading: CourseBy | 'any'): Lookup<CourseBy>[] {
  return lookups<CourseBy>(cell, reading, ['uuid', 'asset']);
}

function lookups<By extends string>(cell: string, reading: By | 'any', all: readonly By[]): Lookup<By>[] {
  const key = identifierKey(cell);
  if (key.length > MAX_IDENTIFIER_LENGTH) return [];
  const found: Lookup<By>[] = [];
  for (const by of all) if ((reading === 'any' || reading === by) && fits(by, key)) found.push({ by, key });
  return found;
}

const fits = (by: string, key: string) =>
  by === 'uuid' ? isUuid(key) : by === 'email' ? key.includes('@') : key !== '';

/** Another reading of a cell that leads nowhere: without the `'` that a download put before a formula character. */
export const unguarded = (cell: string): string | undefined => withoutFormulaGuard(cell);
