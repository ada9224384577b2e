import { coursesOf, isPlainlyResettable } from './generated-course';
import { busyLearner, countBusy, countRecords, curriculumOf, historiesOf, isBusy } from './generated-records';
import type { OrganizationPlan } from './organization-plan';

const plan: OrganizationPlan = { seed: 3, learners: 1_000, courses: 200, records: 5_000, spread: 'few-busy' };
const courses = coursesOf(plan);
const histories = historiesOf(plan, courses);
const indexes = Array.from({ length: plan.learners }, (_, index) => index);

test.each([
  plan,
  { ...plan, learners: 999, records: 12_345 },
  { ...plan, learners: 3, records: 100 },
  { ...plan, learners: 100, records: 7 },
  { ...plan, learners: 123, records: 4_000, spread: 'even' as const },
])('the records of $learners learners are $records, exactly', (some) => {
  const counts = Array.from({ length: some.learners }, (_, index) => countRecords(some, index));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(some.records);
  expect(Math.min(...counts)).toBeGreaterThanOrEqual(0);
});

test('a tenth of the learners has most of the records, or all have about as many', () => {
  const busy = indexes.filter((index) => isBusy(plan, index));
  expect(busy).toEqual(Array.from({ length: countBusy(plan.learners) }, (_, n) => busyLearner(n)));
  const ofBusy = busy.reduce((sum, index) => sum + countRecords(plan, index), 0);
  expect(ofBusy / plan.records).toBeCloseTo(0.6, 2);
  expect(indexes.map((index) => countRecords({ ...plan, spread: 'even' }, index))).toEqual(
    indexes.map(() => 5),
  );
});

test('a history has as many attempts as records, course by course', () => {
  for (const index of indexes) {
    const { pairs } = histories.of(index);
    const attempts = pairs.reduce((sum, pair) => sum + pair.attempts.length, 0);
    expect(attempts).toBe(countRecords(plan, index));
    expect(pairs.map(({ course }) => course)).toEqual(
      [...new Set(histories.begunBy(index))].sort((a, b) => a - b),
    );
  }
});

test('where records outnumber courses, more attempts are made', () => {
  const few = { ...plan, learners: 2, courses: 3, records: 50 };
  const { pairs } = historiesOf(few, coursesOf(few)).of(0);
  expect(pairs.map(({ course }) => course)).toEqual([0, 1, 2]);
});

test('attempts follow each other, and only the last can be unfinished', () => {
  const ended = Date.UTC(2025, 10, 1);
  for (const { attempts } of indexes.flatMap((index) => histories.of(index).pairs)) {
    expect(attempts.slice(0, -1).every(({ status }) => status === 'completed')).toBe(true);
    const times = attempts.flatMap(({ startedAt, lastAccessAt }) => [startedAt, lastAccessAt]);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.at(-1)).toBeLessThan(ended);
    for (const { status, completedAt, lastAccessAt, contentState, score } of attempts) {
      expect(completedAt).toBe(status === 'completed' ? lastAccessAt : null);
      expect(contentState === null).toBe(status === 'completed');
      if (score !== null) expect(score).toBeLessThanOrEqual(10_000);
    }
  }
});

test('busy learners have begun nearly all of the curriculum, which can be reset', () => {
  const curriculum = curriculumOf(courses);
  expect(curriculum).toHaveLength(20);
  expect(curriculum.every((index) => courses[index] && isPlainlyResettable(courses[index]))).toBe(true);
  const busy = indexes.filter((index) => isBusy(plan, index));
  const begun = busy.flatMap((index) =>
    histories.begunBy(index).filter((course) => curriculum.includes(course)),
  );
  expect(begun.length / (busy.length * 20)).toBeGreaterThan(0.9);
});

test('assignments name a course once, with every restart setting among them', () => {
  const assignments = indexes.map((index) => histories.of(index).assignments);
  for (const ofLearner of assignments) {
    const named = ofLearner.map(({ course }) => course);
    expect(named).toEqual([...new Set(named)].sort((a, b) => a - b));
  }
  const settings = new Set(assignments.flat().map(({ restartSetting }) => restartSetting));
  expect(settings).toEqual(new Set(['never', 'after-completion', 'always']));
});
