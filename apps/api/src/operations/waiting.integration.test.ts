import { newApiKey } from '@reset/shared/auth/api-key';
import { BulkResetView } from '@reset/shared/contracts/bulk-reset';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { announceWorker, withdrawWorker } from '@reset/shared/stores/worker.store';
import { until } from '@reset/shared/testing/running-system.fixture';
import { type GivenApi, givenApi } from '../given-api.fixture';

let api: GivenApi;
const { key, secretHash } = newApiKey();
beforeAll(async () => {
  api = await givenApi();
  await givenOrganization(api.dataSource, {
    learners: { ann: {} },
    courses: { fire: {} },
    apiKeys: [{ secretHash }],
  });
});
afterAll(() => api.stop());

const ask = (path: string, init: RequestInit = {}) =>
  fetch(`${api.url}/v1/bulk-resets${path}`, {
    ...init,
    headers: { Authorization: `Bearer ${key}`, ...init.headers },
  });
async function upload(): Promise<string> {
  const body = 'Learner,Content,Reset required\nann,fire,TRUE';
  const answer = await ask('', { method: 'POST', body, headers: { 'Content-Type': 'text/csv' } });
  return BulkResetView.parse(await answer.json()).id;
}
const waitingOf = async (id: string) => BulkResetView.parse(await (await ask(`/${id}`)).json()).waiting;
const run = (bulkResetId: string, state: 'running' | 'queued') =>
  api.dataSource.query(
    `UPDATE chunk SET state = ? WHERE bulk_reset_id = (SELECT id FROM bulk_reset WHERE uuid = UNHEX(?))`,
    [state, bulkResetId.replaceAll('-', '')],
  );

test('a bulk reset that does not move says why, and who knew it before hears of the change', async () => {
  const [first, second] = [await upload(), await upload()];
  const answer = await ask(`/${first}`);
  const etag = answer.headers.get('ETag') ?? '';
  expect(BulkResetView.parse(await answer.json()).waiting).toMatchObject({
    code: 'no-worker',
    details: { lastHeartbeat: null },
    sentence: expect.stringMatching(/^No worker is running/),
  });
  expect((await ask(`/${first}`, { headers: { 'If-None-Match': etag } })).status).toBe(304);

  const identity = { name: 'one', host: 'host', pid: 1, version: '1.0.0' };
  const working = { state: 'working', consuming: true, waitingFor: null, chunksInHand: 1 } as const;
  await announceWorker(api.dataSource.manager, identity, working);
  await run(first, 'running');
  await until(async () => (await waitingOf(first)) === null);
  expect((await ask(`/${first}`, { headers: { 'If-None-Match': etag } })).status).toBe(200);
  expect(await waitingOf(second)).toMatchObject({
    code: 'behind-others',
    details: { bulkResets: 1, chunks: 1 },
  });

  await run(first, 'queued');
  api.services.queue.ping = async () => {
    throw new Error('OOM');
  };
  await until(async () => (await waitingOf(second))?.code === 'service-away');
  expect((await waitingOf(first))?.details).toEqual({ service: 'redis' });
  await withdrawWorker(api.dataSource.manager, 'one');
  await until(async () => (await waitingOf(first))?.code === 'no-worker');
});
