import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import type { Page } from 'playwright-core';
import { givenPeople, staffOf } from './given-people.fixture';
import { givenRunningSystem } from './running-system.fixture';
import { download, rowsOf } from './wizard-actions.fixture';

const { system, someone } = givenPeople(givenRunningSystem);

const givenAcademy = (suffix: string) =>
  givenOrganization(system().dataSource, {
    name: 'Example Academy',
    learners: { [`ann-${suffix}`]: { name: 'Ann' } },
    courses: { fire: { title: 'Fire safety' } },
    users: staffOf(suffix),
  });

async function onDirectoryPage(login: string): Promise<Page> {
  const page = await someone(login);
  await page.getByRole('link', { name: 'Directory', exact: true }).click();
  await page.getByRole('heading', { name: 'Directory', level: 1 }).waitFor();
  return page;
}

async function give(page: Page, kind: string, name: string, csv: string): Promise<void> {
  await page.getByRole('radio', { name: kind }).check();
  await page
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await page.getByRole('button', { name: 'Next, validate data' }).click();
}

async function apply(page: Page, words: string): Promise<void> {
  await page.getByRole('heading', { name: 'The file is valid' }).waitFor();
  await page.getByRole('button', { name: 'Next, apply' }).click();
  const dialog = page.getByRole('dialog', { name: 'Apply the import?' });
  await dialog.getByText(words).waitFor();
  await dialog.getByLabel('Reason').fill('First load');
  await dialog.getByRole('button', { name: 'Apply the import' }).click();
  await page.getByRole('heading', { name: /^Completed:/ }).waitFor();
}
const HEADER = 'External ID,Login ID,Name,Active\r\n';

test('an administrator loads learners: a refusal, a report, a corrected file, and what was done', async () => {
  const { id } = await givenAcademy('load');
  const page = await onDirectoryPage('ada-load');
  await page.getByText('No file has been imported yet').waitFor();
  const template = await download(page, 'Past records');
  expect(template.text).toContain('Record ID,Learner,Content,Status');

  await page.getByRole('link', { name: 'Start import' }).click();
  expect(await page.getByRole('button', { name: 'Next, validate data' }).isDisabled()).toBe(true);
  await give(page, 'Learners', 'people.csv', 'Name,Active\r\nBob,TRUE\r\n');
  await page.getByRole('alert').getByText('The file was not accepted').waitFor();
  expect(await page.getByRole('alert').textContent()).toContain(
    '"Learner UUID" or "External ID" or "Login ID"',
  );

  await give(
    page,
    'Learners',
    'people.csv',
    `${HEADER}E-1,ann-load,Ann Li,\r\nE-2,bob,,\r\nE-3,cy,Cy,perhaps\r\n`,
  );
  await page.getByRole('heading', { name: '2 rows have errors' }).waitFor();
  expect(await rowsOf(page, 'A value is missing: the first rows')).toEqual([
    ['3', 'Name is missing. A new learner needs one.'],
  ]);
  expect(await rowsOf(page, 'A value cannot be read: the first rows')).toEqual([
    ['4', 'Active is "perhaps". Enter TRUE or FALSE.'],
  ]);
  expect(await page.getByRole('button', { name: 'Next, apply' }).count()).toBe(0);
  const report = await download(page, 'Download validation report');
  expect(report.text.split('\r\n')[2]).toBe('E-2,bob,,,"Name is missing. A new learner needs one."');

  await page.getByRole('link', { name: 'Upload corrected file' }).click();
  await give(
    page,
    'Learners',
    'people.csv',
    `${HEADER}E-1,ann-load,Ann Li,FALSE\r\nE-2,bob,Bob,\r\nE-3,cy,Cy,\r\n`,
  );
  await apply(page, 'creates 2 learners and updates 1 learner. 1 learner will be deactivated');
  expect(await rowsOf(page, 'What was done with the rows')).toEqual(
    expect.arrayContaining([
      ['Created', '2', expect.any(String)],
      ['Updated', '1', expect.any(String)],
      ['All rows', '3', ''],
    ]),
  );
  const outcome = await download(page, 'Download outcome');
  expect(outcome.text.split('\r\n').map((line) => line.split(',').at(-2))).toEqual([
    'Outcome',
    'Updated',
    'Created',
    'Created',
    undefined,
  ]);
  expect(
    await system().dataSource.query(
      'SELECT login_id AS login, name, status FROM learner WHERE organization_id = ? ORDER BY external_key',
      [id],
    ),
  ).toEqual([
    { login: 'ann-load', name: 'Ann Li', status: 'deactivated' },
    { login: 'bob', name: 'Bob', status: 'active' },
    { login: 'cy', name: 'Cy', status: 'active' },
  ]);

  await page.getByRole('link', { name: 'Directory', exact: true }).first().click();
  await page.getByRole('table', { name: 'Imports, newest first' }).waitFor();
  const list = await rowsOf(page, 'Imports, newest first');
  expect(list.map(([file, kind, status, rows]) => [file, kind, status, rows])).toEqual([
    ['people.csv', 'Learners', expect.stringContaining('Completed'), '3'],
    ['people.csv', 'Learners', expect.stringContaining('Needs fixes'), '3'],
  ]);
});

test('past records of a file are in the learner’s history, and support may look at the import only', async () => {
  await givenAcademy('past');
  const page = await onDirectoryPage('ada-past');
  await page.getByRole('link', { name: 'Start import' }).click();
  await give(
    page,
    'Past records',
    'history.csv',
    'Record ID,Learner,Content,Status,First access,Completed on\r\nR-1,ann-past,fire,Completed,2020-01-01,2020-02-01\r\n',
  );
  await apply(page, 'creates 1 record and updates 0 records');
  await page.getByRole('link', { name: 'Learner Activity' }).click();
  await page.getByText('ann-past').first().waitFor();
  await page.getByText('Fire safety').first().waitFor();

  const support = await onDirectoryPage('sam-past');
  expect(await support.getByRole('link', { name: 'Start import' }).count()).toBe(0);
  await support.getByRole('link', { name: 'history.csv' }).click();
  await support.getByRole('heading', { name: 'Completed: 1 row created, 0 updated' }).waitFor();
  expect(await support.getByRole('link', { name: 'Start another import' }).count()).toBe(0);
});

test('an import is cancelled before it is applied, and changes nothing', async () => {
  const { id } = await givenAcademy('cancel');
  const page = await onDirectoryPage('ada-cancel');
  await page.getByRole('link', { name: 'Start import' }).click();
  await give(page, 'Courses', 'courses.csv', 'Asset ID,Title,Type\r\nNEW-1,New,Book\r\n');
  await page.getByRole('heading', { name: 'The file is valid' }).waitFor();
  await page.getByRole('button', { name: 'Cancel import' }).click();
  const dialog = page.getByRole('dialog', { name: 'Cancel this import?' });
  await dialog.getByRole('button', { name: 'Cancel import' }).click();
  await page.getByRole('heading', { name: 'Cancelled' }).waitFor();
  const [{ n }] = await system().dataSource.query(
    'SELECT COUNT(*) AS n FROM course WHERE organization_id = ?',
    [id],
  );
  expect(n).toBe(1);
});
