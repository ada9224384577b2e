import { PROBLEM_CODES } from '../contracts/problem';
import { uuidToText } from '../entities/columns';
import { identifierKey } from '../entities/identifier-key';
import { bulkResetCsv, type CsvPlan } from './bulk-reset-csv';
import { coursesOf, isPlainlyResettable } from './generated-course';
import { learnerAt, unambiguousIdentifiers } from './generated-learner';
import { historiesOf } from './generated-records';
import type { OrganizationPlan } from './organization-plan';

const organization: OrganizationPlan = {
  seed: 6,
  learners: 2_000,
  courses: 80,
  records: 10_000,
  spread: 'few-busy',
};
const courses = coursesOf(organization);
const { begunBy } = historiesOf(organization, courses);

function write(plan: Partial<CsvPlan>, of = organization) {
  const { text, tally } = bulkResetCsv(of, { rows: 1_000, shape: 'typical', dirtyShare: 0.1, ...plan });
  const csv = [...text].join('');
  const [header = '', ...records] = csv.split('\r\n').slice(0, -1);
  return { csv, tally, header, rows: records.map((record) => record.split(',')) };
}

// What a reader who knows everybody makes of a cell.
const learnerOf = new Map<string, number>();
for (let index = 0; index < organization.learners; index += 1) {
  const learner = learnerAt(organization.seed, index);
  for (const text of [...unambiguousIdentifiers(learner), uuidToText(learner.uuid)])
    learnerOf.set(identifierKey(text), index);
}
const courseOf = new Map(
  courses.flatMap((course) => [
    [uuidToText(course.uuid), course.index],
    ...(course.assetIsShared ? [] : [[identifierKey(course.assetId), course.index] as const]),
  ]),
);
function pairsOf(rows: string[][]) {
  return rows.map(([learner = '', content = '']) => ({
    learner: learnerOf.get(identifierKey(learner)) ?? -1,
    course: courseOf.get(identifierKey(content) as never) ?? -1,
  }));
}

test.each(['typical', 'shuffled', 'dirty'] as const)('the same plans make the same %s file', (shape) => {
  const { csv } = write({ shape });
  expect(write({ shape }).csv).toBe(csv);
  expect(write({ shape }, { ...organization, seed: 7 }).csv).not.toBe(csv);
});

test.each(['typical', 'shuffled'] as const)('a %s file names pairs that can be reset, each once', (shape) => {
  const { header, rows, tally } = write({ shape, rows: 3_000 });
  expect(header).toBe('Learner,Content,Reset required');
  expect(tally).toMatchObject({
    rows: 3_000,
    excluded: rows.filter(([, , value]) => /^false$/i.test(value ?? '')).length,
  });
  const pairs = pairsOf(rows);
  expect(new Set(pairs.map(({ learner, course }) => `${learner} ${course}`)).size).toBe(3_000);
  for (const { learner, course } of pairs) {
    expect(learnerAt(organization.seed, learner).status).toBe('active');
    expect(courses[course] && isPlainlyResettable(courses[course])).toBe(true);
  }
});

test('a typical file goes learner by learner, with 20 courses each that nearly all have begun', () => {
  const { rows } = write({ rows: 2_000 });
  const pairs = pairsOf(rows);
  const learners = pairs.map(({ learner }) => learner);
  expect(learners).toEqual([...learners].sort((a, b) => a - b));
  expect(new Set(learners).size).toBe(100);
  const begun = pairs.filter(({ learner, course }) => begunBy(learner).includes(course));
  expect(begun.length / pairs.length).toBeGreaterThan(0.9);
});

test('a shuffled file names another learner in every row, mostly with a course that was begun', () => {
  const { rows } = write({ shape: 'shuffled', rows: 1_900 });
  const pairs = pairsOf(rows);
  expect(new Set(pairs.map(({ learner }) => learner)).size).toBe(1_900);
  const begun = pairs.filter(({ learner, course }) => begunBy(learner).includes(course));
  expect(begun.length / pairs.length).toBeGreaterThan(0.7);
});

test('learners are named by login ID, UUID and email, in more than one case', () => {
  const cells = write({ rows: 5_000 }).rows.map(([learner = '']) => learner);
  const named = (pattern: RegExp) => cells.filter((cell) => pattern.test(cell)).length;
  expect(named(/^[0-9a-f-]{36}$/)).toBeGreaterThan(500);
  expect(named(/^[0-9A-F-]{36}$/)).toBeGreaterThan(0);
  expect(named(/@/)).toBeGreaterThan(1_000);
  expect(named(/^[^@]+$/)).toBeGreaterThan(1_000);
});

test.each([0.05, 0.5])(
  'a dirty file has every kind of problem; with a share of %d as many rows as asked for',
  (dirtyShare) => {
    const { tally } = write({ shape: 'dirty', rows: 4_400, dirtyShare });
    const { 'pair-contradicts': contradictions, ...others } = tally.problems;
    const each = (4_400 * dirtyShare) / PROBLEM_CODES.length;
    expect(Object.values(others)).toEqual(PROBLEM_CODES.slice(1).map(() => each));
    expect(contradictions).toBe(2 * each); // both rows
  },
);

test('an organization that is too small for a file is refused', () => {
  expect(() => write({ rows: 200_000 })).toThrow(RangeError);
  expect(() => write({ shape: 'dirty' }, { ...organization, courses: 20 })).toThrow('60 courses');
  expect(() => write({ shape: 'dirty', rows: 90_000 })).toThrow(RangeError);
});
