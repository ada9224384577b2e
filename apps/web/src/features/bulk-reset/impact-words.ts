import type { Impact } from '@reset/shared/contracts/bulk-reset';
import { formatCount, plural } from '../../ui/format';

/** "40,127 pairs of 2,380 learners and 12 courses" */
export const whoAndWhat = ({ pairs, learners, courses }: Impact): string =>
  `${plural(pairs, 'pair')} of ${plural(learners, 'learner')} and ${plural(courses, 'course')}`;

/** "The reset goes before the restart setting of 918 assignments."; `undefined` where there are none. */
export const overriddenWords = ({ assignmentsOverridden }: Impact): string | undefined =>
  assignmentsOverridden === 0
    ? undefined
    : `The reset goes before the restart setting of ${plural(assignmentsOverridden, 'assignment')}.`;

type Progress = 'completed' | 'inProgress' | 'alreadyReset' | 'neverStarted';
export type ImpactLine = { progress: Progress; count: string; name: string; meaning: string };

/** What the reset will do, a line for each kind of progress that is there. Together they are all pairs. */
export function impactLines(impact: Impact): ImpactLine[] {
  return LINES.filter(({ progress }) => impact[progress] > 0).map((line) => ({
    ...line,
    count: formatCount(impact[line.progress]),
  }));
}

const LINES: readonly Omit<ImpactLine, 'count'>[] = [
  {
    progress: 'completed',
    name: 'Completed',
    meaning: 'The completion stays in the record. At the next launch a new attempt begins.',
  },
  {
    progress: 'inProgress',
    name: 'In progress',
    meaning: 'At the next launch the course begins from the start; the bookmark is not offered.',
  },
  {
    progress: 'alreadyReset',
    name: 'Already reset, not launched since',
    meaning: 'Marked by this file too. The learner still sees one message.',
  },
  {
    progress: 'neverStarted',
    name: 'Never started',
    meaning: 'There is nothing to reset, and the learner sees no message.',
  },
];
