import { impactLines, overriddenWords, whoAndWhat } from './impact-words';

const impact = {
  learners: 1,
  courses: 12,
  pairs: 1_204,
  completed: 1_000,
  inProgress: 0,
  neverStarted: 200,
  alreadyReset: 4,
  assignmentsOverridden: 1,
};

test('it says how many pairs of how many learners and courses', () => {
  expect(whoAndWhat(impact)).toBe('1,204 pairs of 1 learner and 12 courses');
});

test('it tells each kind of progress that is there, and no other', () => {
  expect(impactLines(impact).map(({ count, name }) => `${count} ${name}`)).toEqual([
    '1,000 Completed',
    '4 Already reset, not launched since',
    '200 Never started',
  ]);
});

test('it names overridden assignments only where there are some', () => {
  expect(overriddenWords(impact)).toBe('The reset goes before the restart setting of 1 assignment.');
  expect(overriddenWords({ ...impact, assignmentsOverridden: 0 })).toBeUndefined();
});
