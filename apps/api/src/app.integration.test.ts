import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { newApiKey } from '@reset/shared/auth/api-key';
import { quickHash } from '@reset/shared/auth/quick-hash.fixture';
import { ProblemDocument } from '@reset/shared/contracts/problem-document';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { client, type GivenApi, givenApi } from './given-api.fixture';

let api: GivenApi;
let webDirectory: string;
const { key, secretHash } = newApiKey();
beforeAll(async () => {
  webDirectory = await mkdtemp(path.join(tmpdir(), 'web-'));
  await mkdir(path.join(webDirectory, 'assets'));
  await writeFile(path.join(webDirectory, 'index.html'), '<!doctype html><title>The page</title>');
  await writeFile(path.join(webDirectory, 'favicon.svg'), '<svg/>');
  await writeFile(path.join(webDirectory, 'assets', 'index-4f2a.js'), 'export {};');
  api = await givenApi({ WEB_DIRECTORY: webDirectory, TRUST_PROXY_HOPS: 1 });
  await givenOrganization(api.dataSource, {
    apiKeys: [{ secretHash }],
    users: { ann: { passwordHash: quickHash('a password') } },
  });
});
afterAll(async () => {
  await api.stop();
  await rm(webDirectory, { recursive: true });
});

describe('an address that is not there', () => {
  test.each([
    ['GET', '/v1/nothing', 'application/json'],
    ['GET', '/v1/nothing', 'text/html'],
    ['POST', '/v1/session/nothing', '*/*'],
    ['GET', '/nothing', '*/*'],
    ['POST', '/nothing', 'text/html'],
    ['GET', '/assets/index-old.js', 'text/html'],
    ['GET', '/health/nothing', 'text/html'],
  ])('%s %s, asked for as %s, is a problem document', async (method, target, Accept) => {
    const response = await fetch(api.url + target, { method, headers: { Accept } });
    expect(response.status).toBe(404);
    expect(response.headers.get('Content-Type')).toBe('application/problem+json');
    expect(ProblemDocument.parse(await response.json())).toMatchObject({ status: 404, code: 'not-found' });
  });
});

describe('a request that cannot be read', () => {
  const post = (body: string, headers = {}) =>
    client(api.url, { Authorization: `Bearer ${key}`, ...headers }).post('/v1/session', body);
  test.each([
    ['no JSON', () => post('{"login":'), 'The body is not valid JSON.'],
    ['too large', () => post(`{"login":"${'x'.repeat(70_000)}"}`), 'The body is too large.'],
    [
      'no UTF-8',
      () => post('{}', { 'Content-Type': 'application/json; charset=latin1' }),
      'JSON is in UTF-8.',
    ],
    [
      'a bad escape in the path',
      () => client(api.url, { Authorization: `Bearer ${key}` }).get('/v1/bulk-resets/%E0%A4%A'),
      undefined,
    ],
  ])('%s: is a bad request', async (_, send, detail) => {
    const answer = await send();
    expect([400, 404]).toContain(answer.status);
    if (detail) expect(answer).toMatchObject({ status: 400, body: { code: 'bad-request', detail } });
  });
});

test('every answer tells browsers to run and frame nothing but our own', async () => {
  for (const target of ['/', '/v1/session', '/health/live']) {
    const { headers } = await client(api.url, { Accept: 'text/html' }).get(target);
    expect(headers.get('X-Powered-By')).toBeNull();
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('X-Frame-Options')).toBe('DENY');
    const policy = headers.get('Content-Security-Policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|upgrade-insecure/);
  }
  const { headers } = await client(api.url, { Authorization: `Bearer ${key}` }).get('/v1/session');
  expect(headers.get('Cache-Control')).toBe('private, no-cache');
});

describe('the web app', () => {
  const page = (target: string) => client(api.url, { Accept: 'text/html,*/*;q=0.8' }).get(target);
  test.each(['/', '/bulk-resets/new', '/index.html'])(
    '%s is the page, asked for again each time',
    async (target) => {
      const { status, headers, body } = await page(target);
      expect({ status, body, cache: headers.get('Cache-Control') }).toEqual({
        status: 200,
        body: '<!doctype html><title>The page</title>',
        cache: 'no-cache',
      });
      expect(headers.get('Content-Type')).toContain('text/html');
    },
  );

  test('files that carry their hash never change; others are asked for again', async () => {
    expect((await page('/assets/index-4f2a.js')).headers.get('Cache-Control')).toBe(
      'public, max-age=31536000, immutable',
    );
    expect((await page('/favicon.svg')).headers.get('Cache-Control')).toBe('no-cache');
  });

  test('nothing outside its directory is served', async () => {
    for (const target of [
      '/..%2fetc%2fpasswd',
      '/assets/..%2f..%2fetc%2fpasswd',
      '/%2e%2e/%2e%2e/etc/passwd',
    ])
      expect(JSON.stringify(await client(api.url).get(target))).not.toContain('root:');
  });
});

test('the process is live, and ready while every service answers', async () => {
  expect(await client(api.url).get('/health/live')).toMatchObject({ status: 200, body: { live: true } });
  expect(await client(api.url).get('/health/ready')).toMatchObject({
    status: 200,
    body: { ready: true, checks: { database: 'ok', redis: 'ok', storage: 'ok' } },
  });
});

test('behind a proxy that speaks TLS, the session cookie is for TLS only', async () => {
  const answer = await client(api.url, { 'X-Forwarded-Proto': 'https' }).post('/v1/session', {
    login: 'ann',
    password: 'a password',
  });
  expect(answer.status).toBe(201);
  for (const cookie of answer.headers.getSetCookie()) expect(cookie).toMatch(/; secure/i);
});
