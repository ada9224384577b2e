import { COURSE_KINDS, whyNotResettable } from '../contracts/learning';
import { identifierKey } from '../entities/identifier-key';
import { coursesOf, isPlainlyResettable } from './generated-course';

test('sixty courses hold every kind and every obstacle to a reset', () => {
  const courses = coursesOf({ seed: 4, courses: 60 });
  expect(new Set(courses.map(({ kind }) => kind))).toEqual(new Set(COURSE_KINDS));
  const obstacles = courses.map((course) => whyNotResettable(course) ?? course.status);
  expect(new Set(obstacles)).toEqual(
    new Set(['content-kind', 'compliance-not-configured', 'retired', 'active']),
  );
  expect(courses.filter(({ assetIsShared }) => assetIsShared)).toHaveLength(2);
  expect(courses.filter(isPlainlyResettable).length).toBeGreaterThan(30);
});

test('ten thousand courses keep the shares of their kinds', () => {
  const courses = coursesOf({ seed: 4, courses: 10_000 });
  const share = (kind: string) => courses.filter((course) => course.kind === kind).length / 10_000;
  expect(COURSE_KINDS.map((kind) => share(kind))).toEqual([
    0.45, 0.12, 0.04, 0.1, 0.07, 0.11, 0.04, 0.02, 0.03, 0.02,
  ]);
});

test('courses share an asset ID where they say so, and nowhere else', () => {
  const courses = coursesOf({ seed: 4, courses: 2_000 });
  const owners = new Map<string, number>();
  for (const { assetId } of courses) {
    const key = identifierKey(assetId);
    owners.set(key, (owners.get(key) ?? 0) + 1);
  }
  for (const { assetId, assetIsShared } of courses)
    expect(owners.get(identifierKey(assetId))).toBe(assetIsShared ? 2 : 1);
});

test.each([
  ['a leading zero', /^0\d+$/],
  ['digits alone', /^[1-9]\d+$/],
  ['a leading @', /^@/],
  ['other scripts', /\p{Script=Katakana}/u],
])('some asset IDs have %s', (_what, pattern) => {
  const courses = coursesOf({ seed: 4, courses: 1_000 });
  expect(courses.filter(({ assetId }) => pattern.test(assetId)).length).toBeGreaterThan(0);
});

test('the same seed makes the same courses, whatever their number', () => {
  expect(coursesOf({ seed: 4, courses: 300 }).slice(0, 95)).toEqual(coursesOf({ seed: 4, courses: 95 }));
  expect(coursesOf({ seed: 5, courses: 300 })).not.toEqual(coursesOf({ seed: 4, courses: 300 }));
});
