import { type Problem, problem } from '@reset/shared/contracts/problem';
import { checkWidth } from '@reset/shared/csv/check-width';
import type { CsvRecord, HeaderColumns } from '@reset/shared/csv/file-format';
import { readResetRequired } from '@reset/shared/csv/reset-required';
import type { Course } from '@reset/shared/entities/learning';
import type { Learner } from '@reset/shared/entities/people';
import {
  COURSE_KINDS,
  type KnownIdentifiers,
  LEARNER_KINDS,
  lookupsOf,
  type Wanted,
} from './known-identifiers';
import { type Naming, nameCells, unguardedCells } from './name-cells';
import { courseProblems, learnerProblems, requiredProblems, type Tell } from './name-problems';

export type Header = { cells: readonly string[]; columns: HeaderColumns };
export type JudgedRow = {
  row: number;
  learnerId: number | null;
  courseId: number | null;
  reset: boolean | null;
  problems: Problem[];
  /** What leads nowhere as it stands; it has to be looked up otherwise before the row is judged for good. */
  secondLook: Wanted | undefined;
};
/** What the naming cells of a row ask for. */
export const wantedBy = (cells: readonly string[], { learner, content }: HeaderColumns): Wanted => ({
  learners: learner.flatMap(({ index, reading }) => lookupsOf(cells[index] ?? '', reading, LEARNER_KINDS)),
  courses: content.flatMap(({ index, reading }) => lookupsOf(cells[index] ?? '', reading, COURSE_KINDS)),
});

/** Finds all that is wrong with one row, as far as it is known whom and what it names. */
export function judgeRow(
  { row, cells }: CsvRecord,
  { cells: header, columns }: Header,
  known: KnownIdentifiers,
): JudgedRow {
  const required = readResetRequired(cells[columns.resetRequired] ?? '');
  const reset = 'value' in required ? required.value : null;
  const tell: Tell = (code, column, details) => problem(code, row, column, details, reset === false);
  const width = checkWidth({ cells }, columns, header.length);
  const short = width?.code === 'too-few-cells';
  const learner = nameLearner(cells, columns, known);
  const course = nameCourse(cells, columns, known);
  const isLost = learner.kind === 'none' || course.kind === 'none';
  return {
    row,
    learnerId: learner.kind === 'one' ? learner.found.id : null,
    courseId: course.kind === 'one' ? course.found.id : null,
    reset,
    problems: [
      ...(width ? [tell(width.code, 'Row', { expected: width.expected, found: width.found })] : []),
      ...learnerProblems(learner, known, tell, short),
      ...courseProblems(course, known, tell, short),
      ...requiredProblems(required, cells[columns.resetRequired] ?? '', tell, short),
    ],
    secondLook: isLost ? wantedByLost(cells, columns, learner, course) : undefined,
  };
}

function nameLearner(cells: readonly string[], { learner }: HeaderColumns, known: KnownIdentifiers) {
  const named = nameCells<Learner>(cells, learner, LEARNER_KINDS, known.learners);
  if (named.kind !== 'none') return named;
  const again = nameCells<Learner>(unguardedCells(cells), learner, LEARNER_KINDS, known.learners);
  return again.kind === 'none' ? named : again;
}

function nameCourse(cells: readonly string[], { content }: HeaderColumns, known: KnownIdentifiers) {
  const named = nameCells<Course>(cells, content, COURSE_KINDS, known.courses);
  if (named.kind !== 'none') return named;
  const again = nameCells<Course>(unguardedCells(cells), content, COURSE_KINDS, known.courses);
  return again.kind === 'none' ? named : again;
}

/** Without a formula guard, and as the other kind of identifier. */
function wantedByLost(
  cells: readonly string[],
  columns: HeaderColumns,
  learner: Naming<Learner>,
  course: Naming<Course>,
): Wanted {
  const unguarded = wantedBy(unguardedCells(cells), columns);
  return {
    learners: [
      ...unguarded.learners,
      ...(course.kind === 'none' ? lookupsOf(course.value, 'any', LEARNER_KINDS) : []),
    ],
    courses: [
      ...unguarded.courses,
      ...(learner.kind === 'none' ? lookupsOf(learner.value, 'any', COURSE_KINDS) : []),
    ],
  };
}
