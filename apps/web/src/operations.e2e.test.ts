import { quickHash } from '@reset/shared/auth/quick-hash.fixture';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import type { Browser } from 'playwright-core';
import { newPerson, startBrowser } from './browser.fixture';
import { givenRunningSystem, type RunningSystem } from './running-system.fixture';
import { PASSWORD, signIn } from './wizard-actions.fixture';

// No measure of speed: without it, a page that never comes would hang the run instead of failing it.
jest.setTimeout(600_000);

let system: RunningSystem;
let browser: Browser;
beforeAll(async () => {
  system = await givenRunningSystem();
  browser = await startBrowser();
  const passwordHash = quickHash(PASSWORD);
  await givenOrganization(system.dataSource, {
    users: {
      sam: { name: 'Sam', role: 'support', passwordHash },
      ada: { name: 'Ada', role: 'administrator', passwordHash },
    },
  });
});
afterAll(async () => {
  await browser?.close();
  await system?.stop();
});

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
  await system.dataSource.query(
    `INSERT INTO bulk_reset (organization_id, uuid, status, created_by_kind, created_by_id, created_by_name)
     SELECT id, RANDOM_BYTES(16), 'paused', 'api-key', 1, 'HR' FROM organization LIMIT 1`,
  );
  await system.dataSource.query(
    `INSERT INTO bulk_reset_file
       (organization_id, bulk_reset_id, version, name, storage_key, bytes, sha256, format, data_rows, blank_rows)
     SELECT organization_id, id, 1, 'nightly.csv', 'x', 1, REPEAT('x', 32),
       '{"encoding":"utf-8","delimiter":"comma","description":"","header":[]}', 7, 0 FROM bulk_reset`,
  );
  await page.getByRole('link', { name: 'nightly.csv' }).waitFor();
  if (process.env.SCREENSHOT) await page.screenshot({ path: process.env.SCREENSHOT, fullPage: true });
  expect(await page.getByRole('row', { name: 'nightly.csv' }).textContent()).toContain('Paused');
  expect(faults).toEqual([]);
});
