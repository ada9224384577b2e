import { newApiKey } from '@reset/shared/auth/api-key';
import { quickHash } from '@reset/shared/auth/quick-hash.fixture';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { until } from '@reset/shared/testing/running-system.fixture';
import { givenPeople } from './given-people.fixture';
import { givenRunningSystem } from './running-system.fixture';
import { PASSWORD } from './wizard-actions.fixture';

const { system, someone } = givenPeople(givenRunningSystem);
const { key, secretHash } = newApiKey();
beforeAll(async () => {
  await givenOrganization(system().dataSource, {
    learners: { ann: {} },
    courses: { fire: {} },
    records: [{ learner: 'ann', course: 'fire' }],
    apiKeys: [{ secretHash }],
    users: { sam: { name: 'Sam', role: 'support', passwordHash: quickHash(PASSWORD) } },
  });
});

async function uploadAs(apiKey: string) {
  const answer = await fetch(`${system().url}/v1/bulk-resets?fileName=nightly.csv`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'text/csv' },
    body: 'Learner,Content,Reset required\nann,fire,TRUE',
  });
  expect(answer.status).toBe(202);
}
const statusesThere = async (): Promise<string[]> =>
  (await system().dataSource.query('SELECT status FROM bulk_reset')).map(
    ({ status }: { status: string }) => status,
  );

test('support sees that everything works, and what is under way as it comes', async () => {
  const page = await someone('sam');
  await page.getByRole('link', { name: 'Operations' }).click();
  await page.getByText('1 worker taking work').waitFor();
  expect(await page.getByText('answers', { exact: false }).count()).toBeGreaterThanOrEqual(3);
  expect(await page.getByRole('table', { name: 'Workers of the last day' }).textContent()).toContain(
    'takes work',
  );
  await page.getByText('Nothing is under way.').waitFor();
  await uploadAs(key);
  await until(async () => (await statusesThere()).includes('ready'));
  await system().dataSource.query(`UPDATE bulk_reset SET status = 'paused'`);
  await page.getByRole('link', { name: 'nightly.csv' }).waitFor();
  expect(await page.getByRole('row', { name: 'nightly.csv' }).textContent()).toContain('Paused');
});
