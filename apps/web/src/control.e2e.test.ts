import { quickHash } from '@reset/shared/auth/quick-hash.fixture';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { startSystem } from '@reset/shared/testing/running-system.fixture';
import type { Page } from 'playwright-core';
import { givenPeople, staffOf } from './given-people.fixture';
import { PASSWORD, resetWith, rowsOf, validate } from './wizard-actions.fixture';

const { system, someone } = givenPeople(() => {
  // A learner for each chunk, and a moment for each, so that a person comes in the middle.
  const env = {
    ROWS_PER_CHUNK: '1',
    PAIRS_PER_CHUNK: '1',
    FAILPOINTS: 'reset:begun=delay:1500*all,undo:begun=delay:1000*all',
  };
  return startSystem({ env });
});

const NAMES = ['ann', 'bob', 'cem', 'dot', 'eve', 'fay', 'gus', 'hal'] as const;
const HEADER = 'Learner,Content,Reset required';
const fileFor = (suffix: string, names: readonly string[] = NAMES) =>
  [HEADER, ...names.map((name) => `${name}-${suffix},fire,TRUE`)].join('\n');

/** Eight who have begun a course, an administrator, support, and two of the learners with a login. */
async function givenAcademy(suffix: string): Promise<void> {
  const passwordHash = quickHash(PASSWORD);
  const learners = NAMES.map((name) => `${name}-${suffix}`);
  await givenOrganization(system().dataSource, {
    learners: Object.fromEntries(learners.map((login) => [login, {}])),
    courses: { fire: { title: 'Fire safety' } },
    records: learners.map((learner) => ({ learner, course: 'fire' as const })),
    users: {
      ...staffOf(suffix),
      [`ann-${suffix}`]: { name: 'Ann', role: 'learner', learner: `ann-${suffix}`, passwordHash },
      [`bob-${suffix}`]: { name: 'Bob', role: 'learner', learner: `bob-${suffix}`, passwordHash },
    },
  });
}

/** The button on the page, then the one in its dialog. */
async function press(page: Page, button: string, reason?: string): Promise<void> {
  await page.getByRole('main').getByRole('button', { name: button }).click();
  const dialog = page.getByRole('dialog');
  if (reason) await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByRole('button', { name: button }).click();
  await dialog.waitFor({ state: 'detached' });
}

test('a reset is paused, resumed, cancelled and taken up again from its page', async () => {
  await givenAcademy('control');
  const page = await someone('ada-control');
  await validate(page, 'resets.csv', fileFor('control'));
  await page.getByRole('heading', { name: 'The file is valid' }).waitFor();
  // Nothing runs that could be paused.
  expect(await page.getByRole('button', { name: 'Pause' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Next, reset course progress' }).click();
  await page.getByRole('dialog').getByLabel('Reason').fill('Yearly recertification');
  await page.getByRole('button', { name: 'Reset progress of 8 learners' }).click();

  await press(page, 'Pause', 'The works council has a question');
  await page.getByRole('heading', { name: 'Paused' }).waitFor();
  await page.getByText('Ada paused it. It goes on when a person resumes it.').waitFor();
  await press(page, 'Resume');
  await page.getByRole('heading', { name: 'Resetting course progress' }).waitFor();

  // A dialog that is left does nothing, and the focus is where it was.
  const cancel = page.getByRole('button', { name: 'Cancel bulk reset' });
  await cancel.click();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await cancel.evaluate((button) => button === document.activeElement)).toBe(true);
  await press(page, 'Cancel bulk reset', 'The wrong file');
  await page.getByRole('heading', { name: 'Cancelled' }).waitFor();
  expect(await notProcessed(page)).toBeGreaterThan(0);

  await press(page, 'Retry the rest', 'It was the right one');
  await page.getByRole('heading', { name: 'Completed: 8 rows reset' }).waitFor();
  expect(await notProcessed(page)).toBe(0);
  const events: { action: string; details: string }[] = await system().dataSource.query(
    `SELECT action, details FROM audit_event WHERE action RLIKE 'paused|resumed|cancelled|retried' ORDER BY id`,
  );
  expect(events.map(({ action, details }) => [action, JSON.parse(details).reason])).toEqual([
    ['bulk-reset.paused', 'The works council has a question'],
    ['bulk-reset.resumed', undefined],
    ['bulk-reset.cancelled', 'The wrong file'],
    ['bulk-reset.retried', 'It was the right one'],
  ]);
});

const notProcessed = async (page: Page) =>
  Number((await rowsOf(page, 'What was done with the rows')).find(([name]) => name === 'Not processed')?.[1]);

test('a directory import is paused, resumed, cancelled and taken up again from its page', async () => {
  await givenAcademy('import');
  const page = await someone('ada-import');
  await page.goto('/directory/new');
  const rows = NAMES.map((name) => `${name}-new,${name}`);
  await page.locator('input[type=file]').setInputFiles({
    name: 'people.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(['Login ID,Name', ...rows].join('\n')),
  });
  await page.getByRole('button', { name: 'Next, validate data' }).click();
  await page.getByRole('button', { name: 'Next, apply' }).click();
  await page.getByRole('dialog').getByLabel('Reason').fill('First load');
  await page.getByRole('button', { name: 'Apply the import' }).click();

  await press(page, 'Pause', 'The file is old');
  await page.getByRole('heading', { name: 'Paused' }).waitFor();
  await page.getByText('Nothing is being applied at the moment.').waitFor();
  await press(page, 'Resume');
  await page.getByRole('heading', { name: 'Applying' }).waitFor();
  await press(page, 'Cancel import', 'The wrong file');
  await page.getByRole('heading', { name: 'Cancelled' }).waitFor();
  expect(await notProcessed(page)).toBeGreaterThan(0);
  await press(page, 'Retry the rest');
  await page.getByRole('heading', { name: 'Completed: 8 rows created, 0 updated' }).waitFor();
  expect(await notProcessed(page)).toBe(0);
});

test('an undo gives back what nobody has acknowledged, and lists who stays reset', async () => {
  await givenAcademy('undo');
  const bob = await someone('bob-undo');
  await bob.getByRole('link', { name: 'Launch' }).click();
  await bob.getByRole('button', { name: 'Next page' }).click();
  await bob.getByRole('heading', { name: 'Page 2' }).waitFor();

  const page = await someone('ada-undo');
  await resetWith(page, 'wrong.csv', fileFor('undo', ['ann', 'bob', 'cem', 'dot']));
  const ann = await someone('ann-undo');
  await ann.getByRole('link', { name: 'Launch' }).click();
  await ann.getByRole('button', { name: 'OK, start from the beginning' }).click();
  await ann.getByText('Attempt 2').waitFor();

  const dialog = page.getByRole('dialog', { name: 'Undo this bulk reset?' });
  await page.getByRole('button', { name: 'Undo this bulk reset' }).click();
  await dialog.getByLabel('Some learners or courses').check();
  await dialog.getByRole('textbox', { name: 'Learners' }).fill('cem-undo\nnobody');
  await dialog.getByLabel('Reason').fill('Only one of them');
  await dialog.getByRole('button', { name: 'Undo the reset' }).click();
  await dialog.getByRole('alert').getByText('Unknown or not unique: nobody.').waitFor();
  await dialog.getByRole('textbox', { name: 'Learners' }).fill('cem-undo');
  await dialog.getByRole('button', { name: 'Undo the reset' }).click();
  await page.getByRole('heading', { name: 'Undone: 1 row given back' }).waitFor();

  await page.getByRole('button', { name: 'Undo this bulk reset' }).click();
  await dialog.getByLabel('Reason').fill('The wrong file');
  await dialog.getByRole('button', { name: 'Undo the reset' }).click();
  await page.getByRole('progressbar', { name: 'Giving progress back' }).waitFor();
  const undone = page.getByRole('article', { name: 'Undone: 2 rows given back' });
  await undone.waitFor();
  await undone.getByText('for everybody in the file: “The wrong file”').waitFor();
  await undone.getByRole('table', { name: 'Who stays reset, and why' }).waitFor();

  // Support reads all of it, and can do nothing.
  const support = await someone('sam-undo');
  await support.goto(new URL(page.url()).pathname);
  await support.getByRole('article', { name: 'Undone: 2 rows given back' }).waitFor();
  await support.getByRole('table', { name: 'Who stays reset, and why' }).waitFor();
  expect(await rowsOf(support, 'Who stays reset, and why')).toEqual([
    [
      '2',
      'ann-undo ann-undo',
      'Fire safety',
      'The learner has acknowledged the message and begun anew before the undo.',
    ],
  ]);
  const counts = support
    .getByRole('article', { name: 'Undone: 2 rows given back' })
    .getByRole('table', { name: 'What the undo found' })
    .locator('tbody tr td:nth-child(2)');
  expect(await counts.allTextContents()).toEqual(['2', '0', '1', '1']);
  expect(await support.getByRole('main').getByRole('button').count()).toBe(0);

  // As if nothing had happened: no message, and the bookmark.
  await bob.getByRole('link', { name: 'My courses' }).first().click();
  await bob.getByRole('link', { name: 'Launch' }).click();
  await bob.getByRole('heading', { name: 'Page 2' }).waitFor();
  await bob.getByText('Attempt 1').waitFor();
});
