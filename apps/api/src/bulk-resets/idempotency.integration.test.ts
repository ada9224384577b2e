import { readdir } from 'node:fs/promises';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { newApiKey } from '@reset/shared/auth/api-key';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { until } from '@reset/shared/testing/running-system.fixture';
import { Registry } from 'prom-client';
import { createApp } from '../app';
import { buildDependencies } from '../dependencies';
import { type GivenApi, givenApi } from '../given-api.fixture';

let api: GivenApi;
/** Another API process, as far as anything in the database can tell. */
let other: Server;
let urls: [string, string];
const keys = [newApiKey(), newApiKey()];

beforeAll(async () => {
  api = await givenApi();
  for (const { secretHash } of keys)
    await givenOrganization(api.dataSource, {
      learners: { ann: {} },
      courses: { fire: {} },
      apiKeys: [{ secretHash }],
    });
  other = createServer(createApp(buildDependencies({ ...api.services, registry: new Registry() })));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  urls = [api.url, `http://127.0.0.1:${(other.address() as AddressInfo).port}`];
});
afterAll(async () => {
  other.closeAllConnections();
  await new Promise((resolve) => other.close(resolve));
  await api.stop();
});
beforeEach(() => api.dataSource.query('DELETE FROM idempotency_key'));

const CSV = 'Learner,Content,Reset required\nann,fire,TRUE\n';
type Sent = { at?: string; who?: number; query?: string; body?: string | FormData; method?: string };
const upload = async (
  name: string,
  { at = urls[0], who = 0, query = '', body = CSV, method = 'POST' }: Sent = {},
) => {
  const response = await fetch(`${at}/v1/bulk-resets${query}`, {
    method,
    headers: {
      Authorization: `Bearer ${keys[who]?.key}`,
      'Idempotency-Key': name,
      ...(typeof body === 'string' ? { 'Content-Type': 'text/csv' } : {}),
    },
    body,
  });
  const { id, code } = (await response.json()) as { id?: string; code?: string };
  return {
    status: response.status,
    id,
    code,
    location: response.headers.get('Location'),
    replayed: response.headers.get('Idempotent-Replayed'),
    retryAfter: response.headers.get('Retry-After'),
  };
};
const storedFiles = async () => {
  const directory = fileURLToPath(api.services.config.STORAGE_URL);
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
};
const bulkResets = async () => {
  const [{ n }] = await api.dataSource.query('SELECT COUNT(*) AS n FROM bulk_reset');
  return Number(n);
};

test('the same key with the same file is the same bulk reset, and leaves no second file', async () => {
  const first = await upload('monday');
  const files = await storedFiles();
  const again = await upload('monday', { at: urls[1] });
  const form = new FormData();
  form.append('file', new Blob([CSV]), 'other-name.csv');
  const asForm = await upload('monday', { body: form });
  expect(first).toMatchObject({ status: 202, replayed: null });
  expect(again).toEqual({ ...first, replayed: 'true' });
  expect(asForm).toEqual(again);
  expect(await storedFiles()).toBe(files);
});

test('a body without a key is a new bulk reset each time, and so is another organization’s key', async () => {
  const first = await upload('tuesday');
  const theirs = await upload('tuesday', { who: 1 });
  const another = await upload('wednesday');
  expect(new Set([first.id, theirs.id, another.id]).size).toBe(3);
  expect(theirs.replayed).toBeNull();
});

test.each([
  ['another file', { body: `${CSV}ann,fire,TRUE\n` }],
  ['other options', { query: '?confirm=when-valid' }],
])('the same key with %s is refused, and nothing is kept', async (_what, change) => {
  await upload('reused');
  const before = [await storedFiles(), await bulkResets()];
  expect(await upload('reused', change)).toMatchObject({ status: 422, code: 'idempotency-key-reused' });
  expect([await storedFiles(), await bulkResets()]).toEqual(before);
});

test('a key names the request as well: a corrected file under it is another request', async () => {
  const { id } = await upload('original');
  expect(await upload('original', { method: 'PUT', query: `/${id}/file` })).toMatchObject({
    status: 422,
    code: 'idempotency-key-reused',
  });
});

test('a corrected file is taken in once, however often it is sent', async () => {
  const { id } = await upload('to correct');
  await api.dataSource.query("UPDATE bulk_reset SET status = 'needs-fixes' WHERE uuid = UNHEX(?)", [
    id?.replaceAll('-', ''),
  ]);
  const corrected = { method: 'PUT', query: `/${id}/file`, body: `${CSV}ann,fire,TRUE\n` };
  const first = await upload('correction', corrected);
  const again = await upload('correction', corrected);
  expect([first, again]).toMatchObject([
    { status: 202, id, replayed: null },
    { status: 202, id, replayed: 'true' },
  ]);
  const [{ version }] = await api.dataSource.query('SELECT version FROM bulk_reset WHERE uuid = UNHEX(?)', [
    id?.replaceAll('-', ''),
  ]);
  expect(version).toBe(2);
});

test('a file that is refused frees its key', async () => {
  expect(await upload('typo', { body: 'Learner,Content\nann,fire\n' })).toMatchObject({ status: 422 });
  expect(await upload('typo')).toMatchObject({ status: 202, replayed: null });
});

test('twenty requests with one key at two processes make one bulk reset', async () => {
  const before = await bulkResets();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => upload('rush', { at: urls[index % 2] ?? urls[0] })),
  );
  expect(await bulkResets()).toBe(before + 1);
  const accepted = answers.filter(({ status }) => status === 202);
  expect(new Set(accepted.map(({ id }) => id)).size).toBe(1);
  expect(accepted.filter(({ replayed }) => replayed === null)).toHaveLength(1);
  for (const answer of answers.filter(({ status }) => status !== 202))
    expect(answer).toMatchObject({ status: 409, code: 'request-in-flight', retryAfter: '5' });
  expect(await upload('rush')).toMatchObject({ status: 202, replayed: 'true', id: accepted[0]?.id });
});

/** A request whose body is not all there yet. */
async function beginUpload(name: string) {
  const request = httpRequest(`${urls[0]}/v1/bulk-resets`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${keys[0]?.key}`,
      'Content-Type': 'text/csv',
      'Idempotency-Key': name,
    },
  });
  const answer = new Promise<{ status: number | undefined; body: { id?: string; code?: string } }>(
    (resolve, reject) => {
      request.once('error', reject);
      request.once('response', async (response) =>
        resolve({ status: response.statusCode, body: JSON.parse(await text(response)) }),
      );
    },
  );
  request.write(CSV);
  await until(
    async () => (await api.dataSource.query('SELECT 1 FROM idempotency_key WHERE name = ?', [name])).length,
  );
  return { request, answer };
}

test('while a request is at work its key is refused; when its client goes away, the key is free', async () => {
  const { request, answer } = await beginUpload('slow');
  answer.catch(() => undefined);
  expect(await upload('slow', { at: urls[1] })).toMatchObject({ status: 409, code: 'request-in-flight' });
  request.destroy();
  const retried = await until(async () => {
    const again = await upload('slow', { at: urls[1] });
    return again.status === 202 && again;
  });
  expect(retried.replayed).toBeNull();
});

test('a key whose request died is taken over once its lease has run out, and the dead one can commit nothing', async () => {
  const [before, files] = [await bulkResets(), await storedFiles()];
  const { request, answer } = await beginUpload('frozen');
  expect(await upload('frozen')).toMatchObject({ status: 409 });
  await api.dataSource.query(
    "UPDATE idempotency_key SET lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE name = 'frozen'",
  );
  const taken = await upload('frozen');
  expect(taken).toMatchObject({ status: 202, replayed: null });
  request.end();
  expect(await answer).toMatchObject({ status: 409, body: { code: 'request-in-flight' } });
  expect(await bulkResets()).toBe(before + 1);
  expect(await storedFiles()).toBe(files + 1);
});

test('a key is forgotten once its time is over', async () => {
  const first = await upload('old');
  await api.dataSource.query(
    "UPDATE idempotency_key SET expires_at = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE name = 'old'",
  );
  const second = await upload('old');
  expect(second).toMatchObject({ status: 202, replayed: null });
  expect(second.id).not.toBe(first.id);
});

test.each([
  ['an empty key', ''],
  ['a key of 256 characters', 'k'.repeat(256)],
  ['a key that is no ASCII', 'schlüssel'],
])('%s is refused', async (_what, name) => {
  expect(await upload(name)).toMatchObject({ status: 400, code: 'bad-request' });
});

test('a key of 255 characters is taken as it stands, capitals and all', async () => {
  const [long, capital] = ['k'.repeat(255), `K${'k'.repeat(254)}`];
  const first = await upload(long);
  expect(await upload(capital)).toMatchObject({ status: 202, replayed: null });
  expect(await upload(long)).toMatchObject({ status: 202, replayed: 'true', id: first.id });
});

test('a key that is revoked while its file arrives is refused at the end, and nothing is kept', async () => {
  const before = [await storedFiles(), await bulkResets()];
  const { request, answer } = await beginUpload('revoked meanwhile');
  await api.dataSource.query('UPDATE api_key SET revoked_at = UTC_TIMESTAMP(3) WHERE secret_hash = ?', [
    keys[0]?.secretHash,
  ]);
  request.end();
  expect(await answer).toMatchObject({ status: 401, body: { code: 'not-signed-in' } });
  expect([await storedFiles(), await bulkResets()]).toEqual(before);
  await api.dataSource.query('UPDATE api_key SET revoked_at = NULL');
});
