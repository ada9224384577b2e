import { quickHash } from '@reset/shared/auth/quick-hash.fixture';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import type { Page } from 'playwright-core';
import { givenPeople, staffOf } from './given-people.fixture';
import { givenRunningSystem } from './running-system.fixture';
import {
  chooseFile,
  confirmReset,
  correctWith,
  download,
  PASSWORD,
  resetWith,
  rowsOf,
  validate,
} from './wizard-actions.fixture';

const { system, someone } = givenPeople(givenRunningSystem);

/** Each test has an organization of its own, with logins that no other has. */
async function givenAcademy(suffix: string) {
  const passwordHash = quickHash(PASSWORD);
  return givenOrganization(system().dataSource, {
    name: 'Example Academy',
    learners: { [`ann-${suffix}`]: { name: 'Ann' }, [`bob-${suffix}`]: { name: 'Bob' } },
    courses: { fire: { title: 'Fire safety' }, film: { kind: 'video', title: 'A film' } },
    records: [
      {
        learner: `ann-${suffix}`,
        course: 'fire',
        status: 'completed',
        completedAt: new Date('2025-03-04T10:00:00.000Z'),
        score: 91,
      },
      { learner: `bob-${suffix}`, course: 'fire' },
    ],
    users: {
      ...staffOf(suffix),
      [`ann-${suffix}`]: { name: 'Ann', role: 'learner', learner: `ann-${suffix}`, passwordHash },
      [`bob-${suffix}`]: { name: 'Bob', role: 'learner', learner: `bob-${suffix}`, passwordHash },
    },
  });
}

const HEADER = 'Learner,Content,Reset required';

test('an administrator mends a file by its report, confirms, and sees what was done', async () => {
  const { courses } = await givenAcademy('mend');
  const { fire, film } = courses;
  const page = await someone('ada-mend');
  expect(await download(page, 'Download template')).toMatchObject({
    name: 'bulk-reset.csv',
    text: expect.stringContaining(HEADER),
  });

  await validate(
    page,
    'bad.csv',
    [HEADER, `ann-mend,${fire.uuid},TRUE`, `nobody,${fire.uuid},TRUE`, `bob-mend,${film.uuid},TRUE`, ''].join(
      '\r\n',
    ),
  );
  await page.getByRole('heading', { name: '2 rows have errors' }).waitFor();
  // A step's heading takes the focus, so that a screen reader says where one is.
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('2 rows have errors');
  expect(await page.getByRole('button', { name: 'Next, reset course progress' }).isDisabled()).toBe(true);
  const nobody =
    'No learner has the login ID, UUID or email "nobody". Copy the login ID or UUID from the Learner Activity report.';
  expect(await rowsOf(page, 'Learner not found: the first rows')).toEqual([['3', nobody]]);
  expect(await rowsOf(page, /^This type of content cannot be reset/)).toHaveLength(1);

  const report = await download(page, 'Download validation report');
  const [header, first, second, third] = report.text.split('\r\n');
  expect(report.name).toBe('bad-report.csv');
  expect([header, first]).toEqual([`${HEADER},Error`, `ann-mend,${fire.uuid},TRUE,`]);
  expect(second).toBe(`nobody,${fire.uuid},TRUE,"${nobody.replaceAll('"', '""')}"`);
  expect(third).toContain(`bob-mend,${film.uuid},TRUE,"`);

  await correctWith(
    page,
    'good.csv',
    [HEADER, `ann-mend,${fire.uuid},TRUE`, `bob-mend,${fire.uuid},TRUE`, `ann-mend,${film.uuid},FALSE`].join(
      '\n',
    ),
  );
  await confirmReset(page);
  expect((await rowsOf(page, 'What was done with the rows')).map(([name, count]) => [name, count])).toEqual([
    ['Reset', '2'],
    ['Nothing to reset', '0'],
    ['Left out', '1'],
    ['Repeated', '0'],
    ['With errors', '0'],
    ['Changed since validation', '0'],
    ['Not processed', '0'],
    ['All rows', '3'],
  ]);
  expect((await download(page, 'Download outcome')).text).toContain('ann-mend');

  await page.getByRole('link', { name: 'Reset course progress' }).first().click();
  await page.getByRole('link', { name: 'good.csv' }).waitFor();
  expect((await rowsOf(page, 'Bulk resets, newest first')).map((row) => row.slice(0, 3))).toEqual([
    ['good.csv', '✓ Completed', '3'],
  ]);
});

test('the learner reads the message once, starts again, and completes', async () => {
  const { courses } = await givenAcademy('learn');
  const administrator = await someone('ada-learn');
  await resetWith(administrator, 'resets.csv', `${HEADER}\nann-learn,${courses.fire.uuid},TRUE\n`);

  const page = await someone('ann-learn');
  await page.getByText('Your next launch starts from the beginning.').waitFor();
  const message = page.getByRole('dialog', { name: 'An administrator has reset this course' });
  await page.getByRole('link', { name: 'Launch' }).click();
  await message.waitFor();
  expect(await message.textContent()).toMatch(
    /What you have completed before stays in your record.*Fire safety/s,
  );

  // Leaving is no acknowledgement: the message comes again.
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Launch' }).click();
  await message.getByRole('button', { name: 'OK, start from the beginning' }).click();
  await page.getByRole('heading', { name: 'Page 1' }).waitFor();
  await page.getByText('Attempt 2').waitFor();

  await page.getByRole('button', { name: 'Next page' }).click();
  await page.getByRole('heading', { name: 'Page 2' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Page 2' }).waitFor();
  expect(await message.count()).toBe(0);

  for (const number of [3, 4, 5]) {
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.getByRole('heading', { name: `Page ${number}` }).waitFor();
  }
  await page.getByRole('link', { name: 'My courses' }).first().click();
  expect((await historyOf(page)).map((row) => row.slice(0, 2))).toEqual([
    ['2', 'Restarted'],
    ['1', 'Completed'],
  ]);

  await page.getByRole('link', { name: 'Launch' }).click();
  await page.getByRole('button', { name: 'Complete' }).click();
  await page.getByText('You have completed this course.').waitFor();
  await page.getByRole('link', { name: 'Back to My courses' }).click();
  const [second, first] = await historyOf(page);
  expect(second?.slice(0, 2)).toEqual(['2', 'Completed']);
  expect([first?.[1], first?.[4], first?.[5]]).toEqual(['Completed', 'Mar 4, 2025, 10:00 AM', '91']);
});

async function historyOf(page: Page) {
  await page.getByText('History (2 attempts)').click();
  return rowsOf(page, 'Your attempts at Fire safety, newest first');
}

test('a page left open over a reset saves nothing, says why, and leads back', async () => {
  const { courses } = await givenAcademy('late');
  const learner = await someone('bob-late');
  await learner.getByRole('link', { name: 'Launch' }).click();
  await learner.getByRole('heading', { name: 'Page 1' }).waitFor();

  const administrator = await someone('ada-late');
  await resetWith(administrator, 'resets.csv', `${HEADER}\nbob-late,${courses.fire.uuid},TRUE\n`);
  await learner.getByRole('button', { name: 'Next page' }).click();

  const alert = learner.getByRole('alert');
  await alert.getByText('This course was reset by an administrator').waitFor();
  await learner.getByRole('link', { name: 'Back to My courses' }).click();
  await learner.getByText('Your next launch starts from the beginning.').waitFor();
});

test('a file in Windows-1252 is read so once its names have been looked at', async () => {
  const { courses } = await givenAcademy('bytes');
  const page = await someone('ada-bytes');
  // 0x8A and 0x80 are what Windows-1252 has beyond Latin-1.
  const file = Buffer.from(`${HEADER}\n\x8aárka M\xfcller \x80,${courses.fire.uuid},TRUE\n`, 'latin1');

  await validate(page, 'windows.csv', file);
  await page.getByText('Was the file saved by a spreadsheet on Windows?').waitFor();
  expect(await page.locator('.look').textContent()).toBe(`Šárka Müller €,${courses.fire.uuid},TRUE`);
  await page.getByRole('button', { name: /read it as Windows-1252$/ }).click();

  await page.getByText('No learner has the login ID, UUID or email "Šárka Müller €".').waitFor();
});

test('what cannot be read is refused in one sentence, and another file can be chosen', async () => {
  const { courses } = await givenAcademy('refuse');
  const page = await someone('ada-refuse');

  await validate(page, 'empty.csv', '');
  await page.getByRole('alert').getByText('The file was not accepted').waitFor();
  await page
    .getByLabel('Choose another file')
    .setInputFiles({ name: 'good.csv', mimeType: 'text/csv', buffer: csvOf(courses.fire.uuid) });
  expect(await page.getByRole('alert').count()).toBe(0);
  await page.getByRole('button', { name: 'Next, validate data' }).click();
  await page.getByRole('heading', { name: 'The file is valid' }).waitFor();
});

const csvOf = (courseId: string) => Buffer.from(`${HEADER}\nann-refuse,${courseId},TRUE\n`);

test('support sees everything and can start nothing', async () => {
  const { courses } = await givenAcademy('support');
  const administrator = await someone('ada-support');
  await validate(administrator, 'resets.csv', `${HEADER}\nann-support,${courses.fire.uuid},TRUE\n`);
  await administrator.getByRole('heading', { name: 'The file is valid' }).waitFor();

  const page = await someone('sam-support');
  expect(await page.getByRole('link', { name: 'Start bulk reset' }).count()).toBe(0);
  await page.getByRole('link', { name: 'resets.csv' }).click();
  await page.getByText('Only an administrator can start the reset.').waitFor();
  expect(await page.getByRole('main').getByRole('button').count()).toBe(0);
  await page.goto('/bulk-resets/new');
  await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
});

test('a bulk reset is cancelled before anything is reset', async () => {
  const { courses } = await givenAcademy('cancel');
  const page = await someone('ada-cancel');
  await validate(page, 'resets.csv', `${HEADER}\nann-cancel,${courses.fire.uuid},TRUE\n`);
  await page.getByRole('heading', { name: 'The file is valid' }).waitFor();

  await page.getByRole('button', { name: 'Cancel bulk reset' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel bulk reset' }).click();

  await page.getByText('It was cancelled before the reset began. Nothing was reset.').waitFor();
});

test('the wizard works by keyboard alone', async () => {
  const { courses } = await givenAcademy('keys');
  const page = await someone('ada-keys');
  await chooseFile(page, 'resets.csv', `${HEADER}\nann-keys,${courses.fire.uuid},TRUE\n`);

  await page.getByLabel('Choose another file').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'The file is valid' }).waitFor();
  await page.getByRole('button', { name: 'Next, reset course progress' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('Yearly recertification');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');

  await page.getByRole('heading', { name: 'Completed: 1 row reset' }).waitFor();
});
