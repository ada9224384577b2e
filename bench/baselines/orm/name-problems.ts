import { CONTENT, LEARNER, type ProblemColumn, RESET_REQUIRED } from '@reset/shared/contracts/csv-columns';
import { KIND_NAME, whyNotResettable } from '@reset/shared/contracts/learning';
import type { Problem, ProblemCode, ProblemDetails } from '@reset/shared/contracts/problem';
import type { ResetRequired } from '@reset/shared/csv/reset-required';
import type { Course } from '@reset/shared/entities/learning';
import type { Learner } from '@reset/shared/entities/people';
import { COURSE_KINDS, type KnownIdentifiers, LEARNER_KINDS, lookupsOf } from './known-identifiers';
import type { Naming } from './name-cells';

/** Makes a problem of the row in hand. */
export type Tell = <Code extends ProblemCode>(
  code: Code,
  column: ProblemColumn,
  details: ProblemDetails[Code],
) => Problem;

const SCIENTIFIC = /^\d([.,]\d+)?E\+\d+$/i;

export function learnerProblems(
  learner: Naming<Learner>,
  known: KnownIdentifiers,
  tell: Tell,
  short: boolean,
): Problem[] {
  switch (learner.kind) {
    case 'one':
      return learner.found.status === 'active' ? [] : [tell('learner-deactivated', LEARNER, learner)];
    case 'empty':
      return short ? [] : [tell('learner-empty', LEARNER, {})];
    case 'many':
      return [tell('learner-ambiguous', LEARNER, learner)];
    case 'disagree':
      return [tell('learner-columns-disagree', LEARNER, learner)];
    case 'none': {
      if (SCIENTIFIC.test(learner.value)) return [tell('scientific-notation', LEARNER, learner)];
      const isCourse = lookupsOf(learner.value, 'any', COURSE_KINDS).some(
        (at) => known.courses(at).length > 0,
      );
      return [tell(isCourse ? 'learner-is-course' : 'learner-not-found', LEARNER, learner)];
    }
  }
}

export function courseProblems(
  course: Naming<Course>,
  known: KnownIdentifiers,
  tell: Tell,
  short: boolean,
): Problem[] {
  switch (course.kind) {
    case 'one':
      return stateProblems(course.found, course.value, tell);
    case 'empty':
      return short ? [] : [tell('content-empty', CONTENT, {})];
    case 'many':
      return [tell('content-ambiguous', CONTENT, course)];
    case 'disagree':
      return [tell('content-columns-disagree', CONTENT, course)];
    case 'none': {
      if (SCIENTIFIC.test(course.value)) return [tell('scientific-notation', CONTENT, course)];
      const isLearner = lookupsOf(course.value, 'any', LEARNER_KINDS).some(
        (at) => known.learners(at).length > 0,
      );
      return [tell(isLearner ? 'content-is-learner' : 'content-not-found', CONTENT, course)];
    }
  }
}

function stateProblems(course: Course, value: string, tell: Tell): Problem[] {
  const why = whyNotResettable(course);
  if (why === 'content-kind') return [tell(why, CONTENT, { value, kind: KIND_NAME[course.kind] })];
  if (why) return [tell(why, CONTENT, { value })];
  return course.status === 'retired' ? [tell('content-retired', CONTENT, { value })] : [];
}

export function requiredProblems(
  required: ResetRequired,
  value: string,
  tell: Tell,
  short: boolean,
): Problem[] {
  if ('value' in required) return [];
  const { code } = required;
  if (code === 'reset-required-empty') return short ? [] : [tell(code, RESET_REQUIRED, {})];
  if (code === 'reset-required-localized')
    return [tell(code, RESET_REQUIRED, { value, meaning: required.meaning })];
  return [tell(code, RESET_REQUIRED, { value })];
}
