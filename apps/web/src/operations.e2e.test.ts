import { newApiKey } from '@reset/shared/auth/api-key';
import { quickHash } from '@reset/shared/auth/quick-hash.fixture';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { until } from '@reset/shared/testing/running-system.fixture';
import type { Browser } from 'playwright-core';
import { newPerson, startBrowser } from './browser.fixture';
import { givenRunningSystem, type RunningSystem } from './running-system.fixture';
import { PASSWORD, signIn } from './wizard-actions.fixture';

// No measure of speed: without it, a page that never comes would hang the run instead of failing it.
jest.setTimeout(600_000);

let system: RunningSystem;
let browser: Browser;
const { key, secretHash } = newApiKey();
beforeAll(async () => {
  system = await givenRunningSystem();
  browser = await startBrowser();
  const passwordHash = quickHash(PASSWORD);
  await givenOrganization(system.dataSource, {
    learners: { ann: {} },
    courses: { fire: {} },
    records: [{ learner: 'ann', course: 'fire' }],
    apiKeys: [{ secretHash }],
    users: {
      sam: { name: 'Sam', role: 'support', passwordHash },
    },
  });
});
afterAll(async () => {
  await browser?.close();
  await system?.stop();
});

async function uploadAs(apiKey: string) {
  const answer = await fetch(`${system.url}/v1/bulk-resets?fileName=nightly.csv`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'text/csv' },
    body: 'Learner,Content,Reset required\nann,fire,TRUE',
  });
  expect(answer.status).toBe(202);
}
const statusesThere = async (): Promise<string[]> =>
  (await system.dataSource.query('SELECT status FROM bulk_reset')).map(
    ({ status }: { status: string }) => status,
  );

test('support sees that everything works, and what is under way as it comes', async () => {
  const { page, faults } = await newPerson(browser, system.url);
  await signIn(page, 'sam');
  await page.getByRole('link', { name: 'Operations' }).click();
  await page.getByText('1 worker taking work').waitFor();
  expect(await page.getByText('answers', { exact: false }).count()).toBeGreaterThanOrEqual(3);
  expect(await page.getByRole('table', { name: 'Workers of the last day' }).textContent()).toContain(
    'takes work',
  );
  await page.getByText('Nothing is under way.').waitFor();
  await uploadAs(key);
  await until(async () => (await statusesThere()).includes('ready'));
  await system.dataSource.query(`UPDATE bulk_reset SET status = 'paused'`);
  await page.getByRole('link', { name: 'nightly.csv' }).waitFor();
  expect(await page.getByRole('row', { name: 'nightly.csv' }).textContent()).toContain('Paused');
  expect(faults).toEqual([]);
});
