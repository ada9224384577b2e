import { quickHash } from '@reset/shared/auth/quick-hash.fixture';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { givenPeople } from './given-people.fixture';
import { messageOf } from './player-actions.fixture';
import { givenRunningSystem } from './running-system.fixture';
import { PASSWORD, rowsOf } from './wizard-actions.fixture';

const { system, someone } = givenPeople(givenRunningSystem);

const COURSES = 55;
const ATTEMPTS = 8;
const RESET_AT = new Date('2025-06-01T12:00:00.000Z');

/** Ann, with more courses than a page has, and more attempts at the first one than the list has. */
async function givenAnn() {
  const names = Array.from({ length: COURSES }, (_, index) => `Course ${String(index + 1).padStart(2, '0')}`);
  await givenOrganization(system().dataSource, {
    learners: { ann: { name: 'Ann Lee' } },
    courses: Object.fromEntries(names.map((name) => [name, {}])),
    users: {
      ann: {
        login: 'ann',
        name: 'Ann Lee',
        role: 'learner',
        learner: 'ann',
        passwordHash: quickHash(PASSWORD),
      },
    },
    assignments: names.map((course) => ({
      learner: 'ann' as const,
      course,
      restartSetting: 'never' as const,
    })),
    records: Array.from({ length: ATTEMPTS }, (_, index) => ({
      learner: 'ann' as const,
      course: 'Course 01',
      attempt: index + 1,
      status: 'completed' as const,
      score: 50 + index,
      ...(index === 1 ? { resetAt: RESET_AT, resetBy: 7 } : {}),
    })),
    progressResets: [{ learner: 'ann', course: 'Course 01', bulkResetId: 9, resetAt: RESET_AT }],
  });
}

test('all courses, every attempt, and the message, with the keyboard alone', async () => {
  await givenAnn();
  const page = await someone('ann');
  const cards = page.getByRole('heading', { name: /^Course / });
  await cards.first().waitFor();
  expect(await cards.count()).toBe(50);
  await page.getByRole('button', { name: 'Show more courses' }).press('Enter');
  await page.getByRole('heading', { name: `Course ${COURSES}` }).waitFor();
  expect(await cards.count()).toBe(COURSES);
  expect(await page.getByRole('button', { name: 'Show more courses' }).count()).toBe(0);

  const first = page.getByRole('main').getByRole('listitem').first();
  await first.getByText(`History (${ATTEMPTS} attempts)`).press('Enter');
  await first.getByRole('button', { name: 'Show earlier attempts (3)' }).press('Enter');
  await first.getByRole('row', { name: /^1 / }).waitFor();
  const rows = await rowsOf(page, 'Your attempts at Course 01, newest first');
  expect(rows.map(([number, status, , , , score, reset]) => [number, status, score, reset])).toEqual(
    Array.from({ length: ATTEMPTS }, (_, index) => [
      `${ATTEMPTS - index}`,
      'Completed',
      `${50 + ATTEMPTS - 1 - index}`,
      index === ATTEMPTS - 2 ? expect.stringContaining('2025') : '–',
    ]),
  );

  await first.getByRole('link', { name: 'Launch' }).press('Enter');
  await messageOf(page).waitFor();
  const focused = () => messageOf(page).locator(':focus').textContent();
  expect(await focused()).toBe('OK, start from the beginning');
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('Not now');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await page.getByText('Attempt 9').waitFor();
  expect(await messageOf(page).count()).toBe(0);
});

test.each([
  ['always', 'This course was started again elsewhere'],
  ['never', 'This course is open in another window'],
] as const)(
  'a lesson that was opened twice says why it saves no more, setting %s',
  async (restartSetting, why) => {
    const login = `bea-${restartSetting}`;
    await givenOrganization(system().dataSource, {
      learners: { bea: {} },
      courses: { fire: { title: 'Fire safety' } },
      users: { bea: { login, role: 'learner', learner: 'bea', passwordHash: quickHash(PASSWORD) } },
      assignments: [{ learner: 'bea', course: 'fire', restartSetting }],
    });
    const first = await someone(login);
    await first.getByRole('link', { name: 'Launch' }).click();
    const next = { name: 'Next page' };
    await first.getByRole('button', next).waitFor();
    const second = await first.context().newPage();
    await second.goto(first.url());
    await second.getByRole('button', next).click();
    await second.getByRole('heading', { name: 'Page 2' }).waitFor();

    await first.getByRole('button', next).click();
    await first.getByRole('alert').getByText(why).waitFor();
    await first.getByRole('link', { name: 'Back to My courses' }).click();
    await first.getByRole('heading', { name: 'My courses' }).waitFor();
  },
);
