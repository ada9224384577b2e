import type { BulkResetView, Counts, Impact } from '@reset/shared/contracts/bulk-reset';
import type { AttemptView } from '@reset/shared/contracts/launch';
import { count } from '../format';

/** The problems of a file: each group with how many, and its first row as an example. */
export function describeProblems({ problems }: Pick<BulkResetView, 'problems'>): string {
  return problems
    .flatMap((group) => [
      `  ${count(group.count)} x ${group.severity} ${group.code} (${group.column})`,
      ...group.examples.slice(0, 1).map(({ row, sentence }) => `      row ${count(row)}: ${sentence}`),
    ])
    .join('\n');
}

const IMPACT_WORDS: readonly (readonly [keyof Impact, string])[] = [
  ['learners', 'learners'],
  ['courses', 'courses'],
  ['completed', 'completed courses that will start again'],
  ['inProgress', 'courses in progress that will start again'],
  ['neverStarted', 'never started, so nothing to reset'],
  ['alreadyReset', 'already reset and not yet relaunched'],
  ['assignmentsOverridden', 'assignments whose restart setting is overridden'],
];
export const describeImpact = (impact: Impact): string =>
  IMPACT_WORDS.map(([key, words]) => `  ${count(impact[key])} ${words}`).join('\n');

const COUNT_WORDS: readonly (readonly [keyof Counts, string])[] = [
  ['rows', 'rows'],
  ['reset', 'reset'],
  ['excluded', 'excluded (FALSE)'],
  ['nothingToReset', 'with nothing to reset'],
  ['repeated', 'repeated'],
  ['withErrors', 'with errors'],
  ['changedSinceValidation', 'changed since validation'],
  ['notProcessed', 'not processed'],
];
/** What became of the rows; kinds that no row has are left out. */
export const describeCounts = (counts: Counts): string =>
  COUNT_WORDS.filter(([key]) => counts[key] > 0)
    .map(([key, words]) => `  ${count(counts[key])} ${words}`)
    .join('\n');

export function describeAttempt({ attempt, status, startedAt, completedAt, score }: AttemptView): string {
  const end = completedAt === null ? '' : `, completed ${completedAt}`;
  return `  attempt ${attempt}: ${status}, started ${startedAt}${end}${score === null ? '' : `, score ${score}`}`;
}
