import type { RecordStatus, RestartSetting } from '../contracts/learning';
import { type GeneratedCourse, isPlainlyResettable } from './generated-course';
import type { OrganizationPlan } from './organization-plan';
import { type Random, randomOf, weighted } from './random';

/** One attempt; times in milliseconds since 1970, UTC. */
export type GeneratedAttempt = {
  status: RecordStatus;
  startedAt: number;
  lastAccessAt: number;
  completedAt: number | null;
  accesses: number;
  /** In hundredths. */
  score: number | null;
  /** `ContentState`, as the JSON text that is stored. */
  contentState: string | null;
};
/** What one learner did in one course. `course` is its index; the attempts are in order. */
export type GeneratedPair = { course: number; attempts: GeneratedAttempt[] };
export type GeneratedAssignment = { course: number; restartSetting: RestartSetting; assignedAt: number };

/** Courses that every busy learner has begun, with few exceptions: the company's curriculum. */
export const CURRICULUM_COURSES = 20;
const NOT_YET_BEGUN = 0.05;

/** The learner who is busiest among ten. */
const BUSY_PLACE = 4;
/** Records of ten neighbours, of which one is busy: sixty of a hundred are theirs. */
const FEW_BUSY = [10, 6, 4, 3, 60, 8, 2, 1, 5, 1] as const;
const EVEN = [10, 10, 10, 10, 10, 10, 10, 10, 10, 10] as const;

export const isBusy = ({ spread }: Pick<OrganizationPlan, 'spread'>, index: number): boolean =>
  spread === 'even' || index % FEW_BUSY.length === BUSY_PLACE;
/** The n-th busy learner, from 0, whether or not they exist. None is deactivated where only a few are busy. */
export const busyLearner = (n: number): number => n * FEW_BUSY.length + BUSY_PLACE;
export const countBusy = (learners: number): number =>
  Math.ceil(Math.max(0, learners - BUSY_PLACE) / FEW_BUSY.length);

/** The courses of the curriculum: the first that a reset applies to without an error or a warning. */
export const curriculumOf = (courses: readonly GeneratedCourse[]): number[] =>
  courses
    .filter(isPlainlyResettable)
    .slice(0, CURRICULUM_COURSES)
    .map(({ index }) => index);

/** How many records a learner has. Over all learners they sum to the plan's number, exactly. */
export function countRecords({ learners, records, spread }: OrganizationPlan, index: number): number {
  const weights = spread === 'even' ? EVEN : FEW_BUSY;
  const before = (end: number) =>
    Math.floor((records * weightBefore(weights, end)) / weightBefore(weights, learners));
  return before(index + 1) - before(index);
}

function weightBefore(weights: readonly number[], end: number): number {
  let sum = Math.floor(end / weights.length) * 100;
  for (let place = 0; place < end % weights.length; place += 1) sum += weights[place] ?? 0;
  return sum;
}

export type LearnerHistory = { pairs: GeneratedPair[]; assignments: GeneratedAssignment[] };

export type Histories = {
  /** What one learner did, by course. */
  of(learner: number): LearnerHistory;
  /** The indexes of the courses that a learner has begun. */
  begunBy(learner: number): number[];
};

export function historiesOf(plan: OrganizationPlan, courses: readonly GeneratedCourse[]): Histories {
  const curriculum = curriculumOf(courses);
  const drawBegun = (random: Random, learner: number) =>
    drawCourses(random, {
      records: countRecords(plan, learner),
      courses: courses.length,
      first: isBusy(plan, learner) ? curriculum : [],
    });
  const randomFor = (learner: number) => randomOf(plan.seed, 'record', learner);
  return {
    begunBy: (learner) => [...drawBegun(randomFor(learner), learner).keys()],
    of(learner) {
      const random = randomFor(learner);
      const inOrder = [...drawBegun(random, learner)].sort(([a], [b]) => a - b);
      const pairs = inOrder.map(([course, attempts]) => ({
        course,
        attempts: drawAttempts(random, attempts),
      }));
      return { pairs, assignments: drawAssignments(random, pairs, courses.length) };
    },
  };
}

/** Spreads a learner's records over courses. @returns the attempts by course, one or more for each */
function drawCourses(
  random: Random,
  { records, courses, first }: { records: number; courses: number; first: readonly number[] },
): Map<number, number> {
  const attemptsOf = new Map<number, number>();
  let left = records;
  const take = (course: number) => {
    const attempts = Math.min(left, attemptsOf.size + 1 === courses ? left : drawCount(random));
    attemptsOf.set(course, attempts);
    left -= attempts;
  };
  for (const course of first) if (left > 0 && !random.happens(NOT_YET_BEGUN)) take(course);
  while (left > 0) take(nextFree(attemptsOf, drawPopular(random, courses), courses));
  return attemptsOf;
}

const drawCount = weighted([
  [1, 80],
  [2, 15],
  [3, 4],
  [5, 1],
]);

/** Some courses are taken far more often than others. */
const drawPopular = (random: Random, courses: number) =>
  Math.floor((random.below(courses) * random.below(courses)) / courses);

function nextFree(taken: ReadonlyMap<number, number>, from: number, courses: number): number {
  let course = from;
  while (taken.has(course)) course = (course + 1) % courses;
  return course;
}

const DAY = 86_400_000;
const [FIRST_DAY, LAST_DAY] = [Date.UTC(2022, 0, 10), Date.UTC(2025, 9, 31)];
const COMPLETED = 0.65;

function drawAttempts(random: Random, count: number): GeneratedAttempt[] {
  const span = (LAST_DAY - FIRST_DAY) / count;
  return Array.from({ length: count }, (_, attempt) => {
    const completed = attempt + 1 < count || random.happens(COMPLETED);
    const startedAt = Math.floor(FIRST_DAY + attempt * span + random.below(span * 0.7));
    const lastAccessAt = startedAt + random.below(Math.min(span * 0.3, 40 * DAY));
    const progress = random.below(100);
    return {
      status: completed ? 'completed' : 'started',
      startedAt,
      lastAccessAt,
      completedAt: completed ? lastAccessAt : null,
      accesses: 1 + random.below(12),
      score: completed && random.happens(0.8) ? 5_000 + random.below(5_001) : null,
      contentState: completed ? null : `{"bookmark":"page-${1 + progress}","progress":${progress / 100}}`,
    };
  });
}

const ASSIGNED = 0.18;
const ASSIGNED_AND_NOT_BEGUN = 0.2;
const restartSettingOf = weighted<RestartSetting>([
  ['never', 60],
  ['after-completion', 30],
  ['always', 10],
]);

function drawAssignments(
  random: Random,
  pairs: readonly GeneratedPair[],
  courses: number,
): GeneratedAssignment[] {
  const assigned = pairs.filter(() => random.happens(ASSIGNED)).map(({ course }) => course);
  const other = random.below(courses);
  if (random.happens(ASSIGNED_AND_NOT_BEGUN) && pairs.every(({ course }) => course !== other))
    assigned.push(other);
  return assigned
    .sort((a, b) => a - b)
    .map((course) => ({
      course,
      restartSetting: restartSettingOf(random),
      assignedAt: FIRST_DAY - random.below(400 * DAY),
    }));
}
