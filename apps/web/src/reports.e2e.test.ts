import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { givenPeople, staffOf } from './given-people.fixture';
import { givenRunningSystem } from './running-system.fixture';
import { download, resetWith, rowsOf } from './wizard-actions.fixture';

const { system, someone } = givenPeople(givenRunningSystem);

/** Whatever may go wrong between a report and an upload: a shared email, a formula, a quote, an accent, what cannot be reset. */
async function givenAcademy(suffix: string) {
  return givenOrganization(system().dataSource, {
    name: 'Example Academy',
    learners: {
      [`ann-${suffix}`]: { name: 'Ann Álvarez', email: 'office@example.org' },
      [`bob-${suffix}`]: { name: '=Bob "the" Builder', email: 'office@example.org' },
      [`cy-${suffix}`]: { name: 'Cy', loginId: '+cy', email: null },
      [`dee-${suffix}`]: { name: 'Dee', status: 'deactivated' },
    },
    courses: {
      fire: { title: 'Fire safety, part 1', assetId: 'FIRE' },
      law: { title: 'Law', assetId: 'LAW', kind: 'custom-scorm-2004' },
      film: { title: 'A film', assetId: 'FILM', kind: 'video' },
    },
    records: [
      {
        learner: `ann-${suffix}`,
        course: 'fire',
        status: 'completed',
        completedAt: new Date('2025-03-04'),
        score: 91,
      },
      { learner: `ann-${suffix}`, course: 'fire', attempt: 2, status: 'restarted' },
      { learner: `ann-${suffix}`, course: 'film' },
      { learner: `bob-${suffix}`, course: 'fire' },
      { learner: `cy-${suffix}`, course: 'fire' },
      { learner: `cy-${suffix}`, course: 'law' },
      { learner: `dee-${suffix}`, course: 'fire' },
    ],
    users: staffOf(suffix),
  });
}

test('an administrator filters the Learner Activity report and resets what it shows', async () => {
  await givenAcademy('report');
  const page = await someone('ada-report');
  await page.getByRole('link', { name: 'Learner Activity' }).click();
  await page.getByRole('table', { name: 'Learner Activity' }).waitFor();
  expect(await rowsOf(page, 'Learner Activity')).toHaveLength(7);

  await page.getByLabel('Course').fill('fire');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.waitForURL('**/reports/learner-activity?course=fire');
  // The old table goes, then the new one comes.
  await page.getByRole('cell', { name: 'A film' }).waitFor({ state: 'detached' });
  await page.getByRole('table', { name: 'Learner Activity' }).waitFor();
  const rows = await rowsOf(page, 'Learner Activity');
  expect(rows).toHaveLength(5);
  expect(rows.flat().join(' ')).not.toContain('Law');

  const whole = await download(page, 'Download CSV');
  expect(whole.name).toBe('learner-activity.csv');
  expect(whole.text.trimEnd().split('\r\n')).toHaveLength(6);

  const upload = await download(page, 'Make an upload file');
  expect(upload.name).toBe('reset-upload.csv');
  await resetWith(page, upload.name, upload.text);
  await page.getByRole('heading', { name: 'Completed: 3 rows reset' }).waitFor();

  await page.getByRole('link', { name: 'Learner Activity' }).click();
  await page.getByLabel('Learner').fill('álv');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByText('Waits for the next launch since').first().waitFor();
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await page.getByRole('cell', { name: 'Law' }).waitFor();
  expect(await page.getByLabel('Learner').inputValue()).toBe('');
});

test('support finds out which courses can be reset, from an address that somebody sent', async () => {
  await givenAcademy('listing');
  const page = await someone('sam-listing');
  await page.goto('/reports/content-listing?resettable=no');
  const table = page.getByRole('table', { name: 'Content Listing, by title' });
  await table.waitFor();
  expect(await rowsOf(page, 'Content Listing, by title')).toMatchObject([
    [
      'A film',
      'FILM',
      expect.any(String),
      'Video',
      'en',
      'Active',
      expect.stringContaining('cannot be reset'),
    ],
  ]);
  expect((await download(page, 'Download CSV')).text).toContain('FILM,A film,Video,en,Active,No,');
  await page.getByLabel('Can be reset').selectOption('Yes');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('rowheader', { name: 'Law' }).waitFor();
  expect(await rowsOf(page, 'Content Listing, by title')).toHaveLength(2);
  await page.goto('/reports/learner-activity');
  await page.getByRole('table', { name: 'Learner Activity' }).waitFor();
  expect(await page.getByRole('link', { name: 'Make an upload file' }).count()).toBe(0);
});

test('what happened to a learner: from a name to the row of the file that reset the course', async () => {
  await givenAcademy('story');
  const page = await someone('ada-story');
  await resetWith(page, 'yearly.csv', 'Learner,Content,Reset required\r\nann-story,FIRE,TRUE\r\n');
  await page.getByRole('heading', { name: 'Completed: 1 row reset' }).waitFor();

  await page.getByRole('link', { name: 'What happened' }).click();
  await page.getByRole('textbox', { name: 'Learner' }).fill('álv');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('link', { name: 'Ann Álvarez' }).click();
  await page.getByRole('heading', { name: 'Ann Álvarez' }).waitFor();
  expect(await rowsOf(page, 'What happened, newest first')).toMatchObject([
    [
      expect.any(String),
      expect.stringContaining('Reset'),
      expect.stringContaining('Fire safety, part 1'),
      expect.stringMatching(/Row 2 of yearly\.csv.*Confirmed by Ada.*Waits for the next launch/s),
    ],
    [
      expect.any(String),
      expect.stringContaining('Completed'),
      expect.any(String),
      expect.stringContaining('score 91'),
    ],
  ]);

  await page.getByRole('button', { name: 'Only what concerns Fire safety, part 1' }).first().click();
  await page.waitForURL('**/learners/*?course=*');
  await page.getByRole('button', { name: 'Show all courses' }).click();
  await page.getByRole('link', { name: 'Fire safety, part 1' }).first().click();
  await page.getByRole('link', { name: 'What happened in it' }).click();
  await page.getByRole('heading', { name: 'What happened in Fire safety, part 1' }).waitFor();
  await page.getByRole('table', { name: 'What happened, newest first' }).waitFor();
  expect(await rowsOf(page, 'What happened, newest first')).toHaveLength(2);
  await page.getByRole('link', { name: 'yearly.csv' }).click();
  await page.getByRole('heading', { name: 'Completed: 1 row reset' }).waitFor();
});
