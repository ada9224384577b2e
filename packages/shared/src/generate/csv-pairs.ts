import { coursesOf, type GeneratedCourse, isPlainlyResettable } from './generated-course';
import {
  activeLearner,
  countActive,
  type GeneratedLearner,
  isDeactivated,
  learnerAt,
} from './generated-learner';
import { busyLearner, CURRICULUM_COURSES, countBusy, historiesOf, isBusy } from './generated-records';
import type { OrganizationPlan } from './organization-plan';

/** The pair that the n-th data row names, from 0. All are different, and nothing hinders a reset of any. */
export type PairOfRow = (row: number) => { learner: GeneratedLearner; course: GeneratedCourse };

/** Learner by learner, everyone with the same courses: 20, or more where the rows need more. Busy learners come first. */
export function pairsByLearner(plan: OrganizationPlan, rows: number): PairOfRow {
  const { seed, learners } = plan;
  const courses = resettableCourses(plan, rows);
  const wanted = Math.max(Math.ceil(rows / countActive(learners)), CURRICULUM_COURSES);
  const each = Math.min(wanted, courses.length);
  const nth = plan.spread === 'even' ? activeLearner : (n: number) => busyFirst(learners, n);
  let last = learnerAt(seed, nth(0));
  return (row) => {
    const index = nth(Math.floor(row / each));
    if (last.index !== index) last = learnerAt(seed, index);
    return { learner: last, course: courses[row % each] as GeneratedCourse };
  };
}

/**
 * Every row names another learner, far from the one before; where there are more rows than learners, they come again
 * with another course. Courses that the learner has begun come first.
 */
export function pairsShuffled(plan: OrganizationPlan, rows: number): PairOfRow {
  const courses = resettableCourses(plan, rows);
  const { begunBy } = historiesOf(plan, coursesOf(plan));
  const resettable = new Map(courses.map((course) => [course.index, course]));
  const active = countActive(plan.learners);
  const stride = strideOf(active);
  return (row) => {
    const index = activeLearner(((row % active) * stride) % active);
    const learner = learnerAt(plan.seed, index);
    const begun = begunBy(index).flatMap((course) => resettable.get(course) ?? []);
    const turn = Math.floor(row / active);
    const course = begun[turn] ?? notBegun(courses, begun, turn - begun.length, index);
    return { learner, course };
  };
}

function resettableCourses(plan: OrganizationPlan, rows: number): GeneratedCourse[] {
  const courses = coursesOf(plan).filter(isPlainlyResettable);
  const pairs = countActive(plan.learners) * courses.length;
  if (rows > pairs) throw new RangeError(`the organization has only ${pairs} pairs to reset`);
  return courses;
}

/** Busy and deactivated learners recur every so many. */
const PERIOD = 50;
const QUIET_PLACES = Array.from({ length: PERIOD }, (_, place) => place).filter(
  (place) => !isBusy({ spread: 'few-busy' }, place) && !isDeactivated(place),
);

function busyFirst(learners: number, n: number): number {
  const busy = countBusy(learners);
  if (n < busy) return busyLearner(n);
  const quiet = n - busy;
  return Math.floor(quiet / QUIET_PLACES.length) * PERIOD + (QUIET_PLACES[quiet % QUIET_PLACES.length] ?? 0);
}

/** The n-th course that the learner has not begun, counted from a place that differs from learner to learner. */
function notBegun(
  courses: readonly GeneratedCourse[],
  begun: readonly GeneratedCourse[],
  n: number,
  learner: number,
): GeneratedCourse {
  const known = new Set(begun);
  const from = learner % courses.length;
  let left = n;
  for (let step = 0; step < courses.length; step += 1) {
    const course = courses[(from + step) % courses.length] as GeneratedCourse;
    if (known.has(course)) continue;
    if (left === 0) return course;
    left -= 1;
  }
  throw new RangeError('the learner has begun every course');
}

/** About 0.618 of a number and without a common divisor, so that its multiples visit everything and lie far apart. */
function strideOf(count: number): number {
  let stride = Math.max(1, Math.round(count * 0.618));
  while (greatestCommonDivisor(stride, count) !== 1) stride += 1;
  return stride;
}
const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);
