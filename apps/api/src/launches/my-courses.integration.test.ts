import { quickHash } from '@reset/shared/auth/quick-hash.fixture';
import { LATEST_ATTEMPTS, MyAttempts, MyCourses } from '@reset/shared/contracts/launch';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { type GivenApi, givenApi, signedIn } from '../given-api.fixture';
import { PASSWORD } from './given-launch.fixture';

let api: GivenApi;
beforeAll(async () => {
  api = await givenApi();
});
afterAll(() => api.stop());

const RESET_AT = new Date('2025-06-01T12:00:00.000Z');

/** Ann with seven courses, and so many attempts at the one called `course-3`; Bob has attempts at it as well. */
async function givenCourses(login: string, attempts: number) {
  const names = Array.from({ length: 7 }, (_, index) => `course-${index}`);
  const course = 'course-3';
  const { courses } = await givenOrganization(api.dataSource, {
    learners: { ann: {}, bob: {} },
    // Two of the same title: the order is one all the same.
    courses: Object.fromEntries(
      names.map((name, index) => [name, { title: `Title ${Math.floor(index / 2)}` }]),
    ),
    users: { ann: { login, role: 'learner', learner: 'ann', passwordHash: quickHash(PASSWORD) } },
    assignments: names.map((name) => ({
      learner: 'ann' as const,
      course: name,
      restartSetting: 'never' as const,
    })),
    records: [
      { learner: 'bob', course, attempt: 1 },
      ...Array.from({ length: attempts }, (_, index) => ({
        learner: 'ann' as const,
        course,
        attempt: index + 1,
        status: 'completed' as const,
        score: index,
        ...(index === 1 ? { resetAt: RESET_AT, resetBy: 7 } : {}),
      })),
    ],
  });
  const learner = await signedIn(api.url, login, PASSWORD);
  return { learner, courses, courseId: `${courses[course]?.uuid}` };
}

test('the courses come page by page, each once', async () => {
  const { learner, courses } = await givenCourses('ann-of-pages', 1);
  const titles: string[] = [];
  const ids = new Set<string>();
  for (let cursor: string | null = ''; cursor !== null; ) {
    const path: string = `/v1/my-courses?limit=3${cursor && `&cursor=${cursor}`}`;
    const page = MyCourses.parse((await learner.get(path)).body);
    expect(page.courses.length).toBeLessThanOrEqual(3);
    for (const { course } of page.courses) {
      ids.add(course.id);
      titles.push(course.title);
    }
    cursor = page.nextCursor;
  }
  expect(ids).toEqual(new Set(Object.values(courses).map(({ uuid }) => uuid)));
  expect(titles).toEqual([...titles].sort());
  expect(titles).toHaveLength(7);
  expect(await learner.get('/v1/my-courses?cursor=x')).toMatchObject({ status: 400 });
});

test('the list has the latest attempts, the history every one, newest first, with the reset that led to it', async () => {
  const { learner, courseId } = await givenCourses('ann-of-attempts', 12);
  const { courses } = MyCourses.parse((await learner.get('/v1/my-courses')).body);
  const line = courses.find(({ course }) => course.id === courseId);
  expect(line?.attemptCount).toBe(12);
  expect(line?.attempts.map(({ attempt }) => attempt)).toEqual([12, 11, 10, 9, 8].slice(0, LATEST_ATTEMPTS));

  const numbers: number[] = [];
  for (let before: number | null = 13; before !== null; ) {
    const path: string = `/v1/my-courses/${courseId}/attempts?limit=5&before=${before}`;
    const page = MyAttempts.parse((await learner.get(path)).body);
    for (const { attempt, score, resetAt } of page.attempts) {
      expect({ score, resetAt }).toEqual({
        score: attempt - 1,
        resetAt: attempt === 2 ? RESET_AT.toISOString() : null,
      });
      numbers.push(attempt);
    }
    before = page.nextBefore;
  }
  const all = MyAttempts.parse((await learner.get(`/v1/my-courses/${courseId}/attempts`)).body);
  expect(all.attempts.map(({ attempt }) => attempt)).toEqual(numbers);
  expect(numbers).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
});
