import { whyNotResettable } from '../contracts/learning';
import type { ProblemCode } from '../contracts/problem';
import { uuidToText } from '../entities/columns';
import type { NamingCells } from './csv-cells';
import { coursesOf, type GeneratedCourse, isPlainlyResettable } from './generated-course';
import { deactivatedLearner, emailSharer, type GeneratedLearner, learnerAt } from './generated-learner';
import type { OrganizationPlan } from './organization-plan';
import { randomOf, uuidOf } from './random';

/** What can be done wrong with the people and courses of an organization. Numbers `n` go round. */
export type Obstacles = {
  deactivated(n: number): GeneratedLearner;
  sharesEmail(n: number): GeneratedLearner;
  otherLearner(than: GeneratedLearner): GeneratedLearner;
  wrongKind(n: number): GeneratedCourse;
  notConfigured(n: number): GeneratedCourse;
  retired(n: number): GeneratedCourse;
  sharesAssetId(n: number): GeneratedCourse;
  resettable(n: number): GeneratedCourse;
  otherCourse(than: GeneratedCourse): GeneratedCourse;
  unknownUuid(n: number): string;
};

export const SMALLEST_DIRTY = { learners: 60, courses: 60 } as const;

/**
 * @param times how often each obstacle is wanted
 * @throws RangeError where the organization is too small to have every obstacle
 */
export function obstaclesOf(plan: OrganizationPlan, times: number): Obstacles {
  const { learners: least, courses: leastCourses } = SMALLEST_DIRTY;
  if (plan.learners < least || plan.courses < leastCourses)
    throw new RangeError(`a dirty file needs ${least} learners and ${leastCourses} courses at least`);
  const courses = coursesOf(plan);
  const resettable = courses.filter(isPlainlyResettable);
  const distinct = resettable.filter(({ assetIsShared }) => !assetIsShared);
  const deactivated = countOf(plan.learners, deactivatedLearner);
  const sharers = countOf(plan.learners, emailSharer);
  if (times > deactivated * resettable.length)
    throw new RangeError(`the organization has only ${deactivated} deactivated learners`);
  return {
    // The same learner comes again with another course (`resettable` counts rounds).
    deactivated: (n) => learnerAt(plan.seed, deactivatedLearner(n % deactivated)),
    resettable: (n) => around(resettable, Math.floor(n / deactivated)),
    sharesEmail: (n) => learnerAt(plan.seed, emailSharer(n % sharers)),
    otherLearner: ({ index }) => learnerAt(plan.seed, (index + 1) % plan.learners),
    otherCourse: (than) => distinct.find(({ index }) => index !== than.index) as GeneratedCourse,
    ...courseObstacles(courses),
    unknownUuid: (n) => uuidToText(uuidOf(randomOf(plan.seed, 'cell', -1 - n))),
  };
}

function courseObstacles(courses: readonly GeneratedCourse[]) {
  const because = (why: ReturnType<typeof whyNotResettable>) =>
    courses.filter((course) => whyNotResettable(course) === why);
  const wrongKind = because('content-kind');
  const notConfigured = because('compliance-not-configured');
  const retired = because(undefined).filter(({ status }) => status === 'retired');
  const shared = courses.filter(({ assetIsShared }) => assetIsShared);
  return {
    wrongKind: (n: number) => around(wrongKind, n),
    notConfigured: (n: number) => around(notConfigured, n),
    retired: (n: number) => around(retired, n),
    sharesAssetId: (n: number) => around(shared, n),
  };
}

const around = <Item>(items: readonly Item[], n: number): Item => items[n % items.length] as Item;

/** How many of the indexes that `nth` gives lie below the end. */
function countOf(end: number, nth: (n: number) => number): number {
  let count = 0;
  while (nth(count) < end) count += 1;
  return count;
}

/** The codes of problems that one row has by itself. */
export type OwnCode = Exclude<ProblemCode, 'pair-repeated' | 'pair-contradicts'>;
type Row = NamingCells & { resetRequired: string };
type Pair = { learner: GeneratedLearner; course: GeneratedCourse };
type Spoil = (row: Row, obstacles: Obstacles, n: number, pair: Pair) => Partial<Row>;

const NOBODY = { loginId: '', learnerUuid: '', email: '' };
const NOTHING = { courseUuid: '', assetId: '' };
const ofCourse = ({ uuid }: GeneratedCourse) => ({ assetId: '', courseUuid: uuidToText(uuid) });
const either = <Item>(n: number, ...items: readonly [Item, ...Item[]]): Item => around(items, n);

/** Gives a row one problem and no other. `n` counts the rows with the same problem. */
const SPOIL: { [Code in Exclude<OwnCode, 'too-few-cells' | 'too-many-cells'>]: Spoil } = {
  'learner-empty': () => NOBODY,
  'learner-not-found': (_row, { unknownUuid }, n) => ({
    ...NOBODY,
    ...either(
      n,
      { loginId: `nobody.${n}` },
      { email: `nobody.${n}@example.org` },
      { learnerUuid: unknownUuid(n) },
    ),
  }),
  'learner-ambiguous': (_row, { sharesEmail }, n) => ({ ...NOBODY, email: sharesEmail(n).email ?? '' }),
  'learner-columns-disagree': (_row, { otherLearner }, _n, { learner }) => ({
    loginId: learner.loginId,
    learnerUuid: uuidToText(otherLearner(learner).uuid),
    email: '',
  }),
  'learner-deactivated': (_row, { deactivated, resettable }, n) => ({
    ...NOBODY,
    loginId: deactivated(n).loginId,
    ...ofCourse(resettable(n)),
  }),
  'learner-is-course': (_row, _obstacles, n, { course }) => ({
    ...NOBODY,
    ...either(n, { loginId: uuidToText(course.uuid) }, { learnerUuid: uuidToText(course.uuid) }),
  }),
  'content-empty': () => NOTHING,
  'content-not-found': (_row, { unknownUuid }, n) => ({
    ...NOTHING,
    ...either(n, { assetId: `NO-SUCH-COURSE-${n}` }, { courseUuid: unknownUuid(n) }),
  }),
  'content-ambiguous': (_row, { sharesAssetId }, n) => ({ ...NOTHING, assetId: sharesAssetId(n).assetId }),
  'content-columns-disagree': (_row, { otherCourse }, _n, { course }) => ({
    courseUuid: uuidToText(course.uuid),
    assetId: otherCourse(course).assetId,
  }),
  'content-is-learner': (_row, _obstacles, n, { learner }) => ({
    ...NOTHING,
    ...either(n, { courseUuid: uuidToText(learner.uuid) }, { assetId: uuidToText(learner.uuid) }),
  }),
  'content-kind': (_row, { wrongKind }, n) => ofCourse(wrongKind(n)),
  'compliance-not-configured': (_row, { notConfigured }, n) => ofCourse(notConfigured(n)),
  'content-retired': (_row, { retired }, n) => ofCourse(retired(n)),
  'scientific-notation': (_row, _obstacles, n) =>
    either(n, { ...NOBODY, loginId: '4.00012E+06' }, { ...NOTHING, assetId: '7,00012E+05' }),
  'reset-required-empty': () => ({ resetRequired: '' }),
  'reset-required-invalid': (_row, _obstacles, n) => ({ resetRequired: either(n, 'yes', '1', 'maybe', 'x') }),
  'reset-required-localized': (_row, _obstacles, n) => ({
    resetRequired: either(n, 'WAHR', 'FALSCH', 'VRAI', 'VERDADERO', 'ИСТИНА', '真'),
  }),
};

/** The cells of a row with exactly one problem, in the order of the header. */
export function spoiltCells(code: OwnCode, row: Row, obstacles: Obstacles, n: number, pair: Pair): string[] {
  if (code === 'too-few-cells') return cellsOf(row).slice(0, -1);
  if (code === 'too-many-cells') return [...cellsOf(row), 'left over'];
  return cellsOf({ ...row, ...SPOIL[code](row, obstacles, n, pair) });
}

export const cellsOf = ({
  loginId,
  learnerUuid,
  email,
  courseUuid,
  assetId,
  resetRequired,
}: Row): string[] => [loginId, learnerUuid, email, courseUuid, assetId, resetRequired];
