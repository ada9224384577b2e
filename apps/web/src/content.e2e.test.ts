import { zipOf } from '@reset/shared/content/archive.fixture';
import { packDemoCourse } from '@reset/shared/content/demo/pack-demo-course';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import type { Page } from 'playwright-core';
import { givenPeople, staffOf } from './given-people.fixture';
import { givenRunningSystem } from './running-system.fixture';
import { rowsOf } from './wizard-actions.fixture';

const { system, someone } = givenPeople(givenRunningSystem);

/** One course with a learner's completion, one that has no package yet, one that takes none. */
async function givenAcademy(suffix: string) {
  return givenOrganization(system().dataSource, {
    name: 'Example Academy',
    learners: { [`ann-${suffix}`]: { name: 'Ann' } },
    courses: {
      aid: { title: 'Helping others', assetId: 'AID', kind: 'custom-scorm-1.2', language: 'en-GB' },
      law: { title: 'Law', assetId: 'LAW', kind: 'custom-scorm-2004' },
      film: { title: 'A film', assetId: 'FILM', kind: 'video' },
    },
    records: [{ learner: `ann-${suffix}`, course: 'aid', status: 'completed', score: 91 }],
    users: staffOf(suffix),
  });
}

async function onContentPage(login: string): Promise<Page> {
  const page = await someone(login);
  await page.getByRole('link', { name: 'Content', exact: true }).click();
  await page.getByRole('table', { name: 'Courses, by title' }).waitFor();
  return page;
}

const give = (page: Page, name: string, buffer: Buffer): Promise<void> =>
  page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/zip', buffer });
const UNITS = 'Units of the package, in their order';

test('an administrator makes a course from a package, once it is one', async () => {
  await givenAcademy('new');
  const page = await onContentPage('ada-new');
  expect(await rowsOf(page, 'Courses, by title')).toEqual([
    ['A filmFILM', 'Video', 'en', 'Active', expect.stringContaining('cannot be reset'), 'Takes no package'],
    ['Helping othersAID', 'Custom SCORM 1.2 course', 'en-GB', 'Active', '✓ Yes', 'None yet'],
    ['LawLAW', 'Custom SCORM 2004 course', 'en', 'Active', '✓ Yes', 'None yet'],
  ]);
  await page.getByRole('link', { name: 'New course from a package' }).click();
  const create = page.getByRole('button', { name: 'Create course' });
  expect(await create.isDisabled()).toBe(true);

  await give(page, 'evil.zip', zipOf({ '../imsmanifest.xml': '<manifest/>' }));
  await page.getByLabel('Asset ID').fill('FIRE-1');
  await create.click();
  const refusal = page.getByRole('alert');
  await refusal.getByText('The package was not imported').waitFor();
  expect(await refusal.textContent()).toContain('Reason: path-leaves-package');

  await give(page, 'fire.zip', await packDemoCourse('fire-safety'));
  expect(await refusal.count()).toBe(0);
  await create.click();
  await page.getByRole('heading', { name: 'Fire safety at work', level: 1 }).waitFor();
  expect(await page.getByText('FIRE-1').count()).toBe(1);
  expect(await rowsOf(page, UNITS)).toEqual([
    [
      'Fire safety at workfire-safety-lesson',
      'SCO',
      'index.html',
      '–',
      expect.any(String),
      '60',
      expect.any(String),
    ],
  ]);
});

test('a package is replaced only after it was said that records are kept, and they are', async () => {
  const { id } = await givenAcademy('replace');
  const records = () =>
    system().dataSource.query('SELECT * FROM learning_record WHERE organization_id = ?', [id]);
  const before = await records();
  const page = await onContentPage('ada-replace');
  await page.getByRole('link', { name: 'Helping others' }).click();
  await page.getByText('There is no package yet').waitFor();
  await give(page, 'fire.zip', await packDemoCourse('fire-safety'));
  await page.getByRole('button', { name: 'Import package' }).click();
  await page.getByText('Version 1 is imported').waitFor();

  await give(page, 'desk.zip', await packDemoCourse('ergonomics'));
  await page.getByRole('button', { name: 'Replace package' }).click();
  const dialog = page.getByRole('dialog', { name: 'Replace the package?' });
  expect(await dialog.textContent()).toContain('Learners’ records are kept');
  await dialog.getByRole('button', { name: 'Keep version 1' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Replace package' }).click();
  await dialog.getByRole('button', { name: 'Replace the package' }).click();
  await page.getByRole('alert').getByText('Reason: wrong-kind').waitFor();

  await give(page, 'aid.zip', await packDemoCourse('first-aid'));
  await page.getByLabel('Give the course the package’s title').check();
  await page.getByRole('button', { name: 'Replace package' }).click();
  await dialog.getByRole('button', { name: 'Replace the package' }).click();
  await page.getByText('Version 2 is imported').waitFor();
  await page.getByRole('heading', { name: 'First aid', level: 1 }).waitFor();
  expect((await rowsOf(page, UNITS)).map(([unit]) => unit)).toEqual([
    expect.stringContaining('look'),
    expect.stringContaining('call'),
    expect.stringContaining('test'),
  ]);
  expect((await rowsOf(page, /^Versions/)).map(([version]) => version)).toEqual(['2', '1']);
  expect(await records()).toEqual(before);
});

test('support looks for courses that need a package, and gives them none', async () => {
  await givenAcademy('support');
  const page = await onContentPage('sam-support');
  expect(await page.getByRole('link', { name: 'New course from a package' }).count()).toBe(0);
  await page.getByLabel('Content', { exact: true }).selectOption('Needs a package');
  await page.getByLabel('Course', { exact: true }).fill('la');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.waitForURL('**/content?search=la&content=missing');
  await page.getByRole('rowheader', { name: 'Helping others' }).waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Law' }).click();
  await page.getByRole('heading', { name: 'Law', level: 1 }).waitFor();
  expect(await page.getByRole('button', { name: 'Import package' }).count()).toBe(0);
  await page.goto('/content/new');
  await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
});
