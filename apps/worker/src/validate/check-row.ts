import { CONTENT, LEARNER, type ProblemColumn, RESET_REQUIRED } from '@reset/shared/contracts/csv-columns';
import { KIND_NAME, whyNotResettable } from '@reset/shared/contracts/learning';
import {
  type Problem,
  type ProblemCode,
  type ProblemDetails,
  problem,
} from '@reset/shared/contracts/problem';
import { checkWidth } from '@reset/shared/csv/check-width';
import type { CsvRecord, FileFormat } from '@reset/shared/csv/file-format';
import { readResetRequired } from '@reset/shared/csv/reset-required';
import type { CourseMatch, LearnerMatch } from '@reset/shared/stores/identifier.store';
import type { RowIdentifiers } from './resolve-identifiers';

/** One row, judged. Without a learner, a course or a value it takes no part in the search for repeated pairs. */
export type RowResult = {
  row: number;
  problems: Problem[];
  learnerId: number | undefined;
  courseId: number | undefined;
  resetRequired: boolean | undefined;
};

/** As spreadsheets write a number too long for a cell: `1.23457E+12`, in some languages with a comma. */
const SCIENTIFIC = /^\d([.,]\d+)?E\+\d+$/i;

type Report = <Code extends ProblemCode>(
  code: Code,
  column: ProblemColumn,
  details: ProblemDetails[Code],
) => void;

/** Finds all problems of a row. Pure: whom and what the row names has been looked up before. */
export function checkRow(
  record: CsvRecord,
  { columns, header }: Pick<FileFormat, 'columns' | 'header'>,
  { learner, course }: RowIdentifiers,
): RowResult {
  const problems: Problem[] = [];
  const width = checkWidth(record, columns, header.length);
  const required = readResetRequired(record.cells[columns.resetRequired] ?? '');
  const excluded = 'value' in required && !required.value;
  const report: Report = (code, column, details) =>
    problems.push(problem(code, record.row, column, details, excluded));

  if (width) report(width.code, 'Row', { expected: width.expected, found: width.found });
  // A cell that is not there is told by `too-few-cells` alone.
  const short = width?.code === 'too-few-cells';
  reportLearner(learner, report, short);
  reportCourse(course, report, short);
  reportResetRequired(record.cells[columns.resetRequired] ?? '', required, report, short);
  return {
    row: record.row,
    problems,
    learnerId: learner.kind === 'one' ? learner.match.id : undefined,
    courseId: course.kind === 'one' ? course.match.id : undefined,
    resetRequired: 'value' in required ? required.value : undefined,
  };
}

function reportLearner(learner: RowIdentifiers['learner'], report: Report, short: boolean) {
  switch (learner.kind) {
    case 'one':
      return reportLearnerState(learner.match, learner.value, report);
    case 'empty':
      return short ? undefined : report('learner-empty', LEARNER, {});
    case 'none':
      if (SCIENTIFIC.test(learner.value))
        return report('scientific-notation', LEARNER, { value: learner.value });
      return report(learner.elsewhere ? 'learner-is-course' : 'learner-not-found', LEARNER, {
        value: learner.value,
      });
    case 'many': {
      const { value, count, readings } = learner;
      return report('learner-ambiguous', LEARNER, { value, count, readings });
    }
    case 'disagree':
      return report('learner-columns-disagree', LEARNER, { first: learner.first, second: learner.second });
  }
}

function reportLearnerState({ active }: LearnerMatch, value: string, report: Report) {
  if (!active) report('learner-deactivated', LEARNER, { value });
}

function reportCourse(course: RowIdentifiers['course'], report: Report, short: boolean) {
  switch (course.kind) {
    case 'one':
      return reportCourseState(course.match, course.value, report);
    case 'empty':
      return short ? undefined : report('content-empty', CONTENT, {});
    case 'none':
      if (SCIENTIFIC.test(course.value))
        return report('scientific-notation', CONTENT, { value: course.value });
      return report(course.elsewhere ? 'content-is-learner' : 'content-not-found', CONTENT, {
        value: course.value,
      });
    case 'many': {
      const { value, count, readings } = course;
      return report('content-ambiguous', CONTENT, { value, count, readings });
    }
    case 'disagree':
      return report('content-columns-disagree', CONTENT, { first: course.first, second: course.second });
  }
}

function reportCourseState(match: CourseMatch, value: string, report: Report) {
  const why = whyNotResettable(match);
  if (why === 'content-kind') report('content-kind', CONTENT, { value, kind: KIND_NAME[match.kind] });
  if (why === 'compliance-not-configured') report('compliance-not-configured', CONTENT, { value });
  if (!why && match.status === 'retired') report('content-retired', CONTENT, { value });
}

function reportResetRequired(
  value: string,
  required: ReturnType<typeof readResetRequired>,
  report: Report,
  short: boolean,
) {
  if ('value' in required) return;
  if (required.code === 'reset-required-empty') {
    if (!short) report('reset-required-empty', RESET_REQUIRED, {});
  } else if (required.code === 'reset-required-localized')
    report('reset-required-localized', RESET_REQUIRED, { value, meaning: required.meaning });
  else report('reset-required-invalid', RESET_REQUIRED, { value });
}
