import { newApiKey } from '@reset/shared/auth/api-key';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { announceWorker } from '@reset/shared/stores/worker.store';
import { client, type GivenApi, givenApi } from '../given-api.fixture';

const TOKEN = 'a-token-of-enough-letters';
const { key, secretHash } = newApiKey();
let api: GivenApi;
beforeAll(async () => {
  api = await givenApi({ METRICS_TOKEN: TOKEN });
  await givenOrganization(api.dataSource, {
    learners: { ann: {} },
    courses: { fire: {} },
    apiKeys: [{ role: 'administrator', secretHash }],
  });
});
afterAll(() => api.stop());

const administrator = () => client(api.url, { Authorization: `Bearer ${key}` });
const watcher = () => client(api.url, { Authorization: `Bearer ${TOKEN}` });
const linesNow = async () => String((await watcher().get('/metrics')).body).split('\n');

test('whoever has the token sees requests by route and status, and the work as numbers', async () => {
  const identity = { name: 'host-1', host: 'host', pid: 1, version: '1.2.3' };
  const condition = { state: 'working', consuming: true, waitingFor: null, chunksInHand: 1 } as const;
  await announceWorker(api.dataSource.manager, identity, condition);
  const uploaded = await fetch(`${api.url}/v1/bulk-resets?fileName=secret.csv`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'text/csv' },
    body: 'Learner,Content,Reset required\nann,fire,TRUE',
  });
  const { id } = (await uploaded.json()) as { id: string };
  await administrator().get(`/v1/bulk-resets/${id}`);
  await administrator().get(`/v1/bulk-resets/${id}`);
  await client(api.url).get(`/v1/bulk-resets/${id}`);
  await client(api.url).get('/nothing/here');

  const answer = await watcher().get('/metrics');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('Content-Type')).toMatch(/^text\/plain; version=/);
  const count = 'reset_http_request_duration_seconds_count';
  const lines = String(answer.body).split('\n');
  for (const line of [
    `${count}{method="POST",route="/v1/bulk-resets",status="202"} 1`,
    `${count}{method="GET",route="/v1/bulk-resets/:id",status="200"} 2`,
    `${count}{method="GET",route="/v1/bulk-resets/:id",status="401"} 1`,
    `${count}{method="GET",route="other",status="404"} 1`,
    'reset_bulk_resets_active{status="validating"} 1',
    'reset_workers{state="working"} 1',
    'reset_workers{state="silent"} 0',
    'reset_service_up{service="database"} 1',
    'reset_service_up{service="redis"} 1',
  ])
    expect(lines).toContain(line);
  expect(lines.find((line) => line.startsWith('reset_bulk_resets_active_oldest_seconds{'))).toMatch(/ \d+$/);
  for (const secret of [id, 'secret.csv', 'ann', key]) expect(answer.body).not.toContain(secret);
});

test('an upload that breaks off counts as aborted', async () => {
  const aborting = new AbortController();
  const body = new ReadableStream({
    start: (stream) => stream.enqueue(Buffer.from('Learner,Content,Reset required\n')),
  });
  const sent = fetch(`${api.url}/v1/bulk-resets`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'text/csv' },
    body,
    duplex: 'half',
    signal: aborting.signal,
  } as RequestInit);
  setImmediate(() => aborting.abort());
  await expect(sent).rejects.toThrow();
  const aborted =
    'reset_http_request_duration_seconds_count{method="POST",route="/v1/bulk-resets",status="aborted"} 1';
  while (!(await linesNow()).includes(aborted)) await new Promise((resolve) => setTimeout(resolve, 20));
});

test('nobody else sees them, whatever the key', async () => {
  expect((await client(api.url).get('/metrics')).status).toBe(401);
  expect((await administrator().get('/metrics')).status).toBe(401);
});

test('while the database is away, nothing is told of the work but that', async () => {
  const broken = await givenApi({ METRICS_TOKEN: TOKEN });
  await broken.services.dataSource.query('DROP TABLE worker');
  const { status, body } = await client(broken.url, { Authorization: `Bearer ${TOKEN}` }).get('/metrics');
  expect(status).toBe(200);
  expect(body).toContain('reset_service_up{service="database"} 0');
  expect(body).not.toContain('reset_workers{');
  await broken.stop();
});

test('without a token there is no such address', async () => {
  const closed = await givenApi();
  expect((await client(closed.url).get('/metrics')).status).toBe(404);
  await closed.stop();
});
