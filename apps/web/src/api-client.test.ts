import type { BulkResetView } from '@reset/shared/contracts/bulk-reset';
import { ZodError } from 'zod';
import { listBulkResets, listProblems, showBulkReset, showSession, signIn, signOut } from './api-client';
import { ApiError, ConnectionError, sessionEvents, wordsFor } from './api-reply';

const { signal } = new AbortController();
const ID = '6f1c9a52-3f57-4f5e-9d0a-0e3a1f6b7c01';
const JSON_TYPE = { 'Content-Type': 'application/json' };
const session = { name: 'Ada', role: 'administrator', organization: 'Example' };
const view: BulkResetView = {
  id: ID,
  status: 'ready',
  createdAt: '2026-03-05T14:03:00.000Z',
  createdBy: { kind: 'user', name: 'Ada' },
  file: {
    name: 'resets.csv',
    bytes: 100,
    sha256: 'a'.repeat(64),
    encoding: 'utf-8',
    delimiter: ',',
    description: 'comma, UTF-8, 1 row',
    header: ['Learner', 'Content', 'Reset required'],
    rows: 1,
    blankRows: 0,
  },
  progress: null,
  counts: {
    rows: 1,
    reset: 0,
    excluded: 0,
    nothingToReset: 0,
    repeated: 0,
    withErrors: 0,
    changedSinceValidation: 0,
    notProcessed: 1,
  },
  problems: [],
  impact: null,
  summaryVersion: 1,
  confirmation: null,
  pause: null,
  waiting: null,
  hasReport: true,
  finishedAt: null,
  retention: { files: { until: null, expiredAt: null }, details: { until: null, expiredAt: null } },
  undoUntil: null,
};

const originalFetch = globalThis.fetch;
let asked: { url: string; options: RequestInit }[] = [];
/** Answers the next requests, whatever they ask for. */
function givenAnswer(answer: () => Response | Promise<Response>) {
  asked = [];
  globalThis.fetch = async (url, options = {}) => {
    asked.push({ url: String(url), options });
    return answer();
  };
}
afterEach(() => {
  globalThis.fetch = originalFetch;
});

const problem = (status: number, code: string, detail?: string) => () =>
  new Response(JSON.stringify({ title: 'It does not work', status, code, detail }), { status });

test('a reply is parsed with the contract', async () => {
  givenAnswer(() => new Response(JSON.stringify(session), { headers: JSON_TYPE }));

  expect(await signIn({ login: 'ada', password: 'secret' })).toEqual(session);
  expect(asked).toMatchObject([
    {
      url: '/v1/session',
      options: { method: 'POST', body: '{"login":"ada","password":"secret"}', headers: JSON_TYPE },
    },
  ]);
});

test('a reply that the contract does not know fails here, and names the field', async () => {
  givenAnswer(() => new Response(JSON.stringify({ ...view, status: 'sleeping' })));

  const error = await showBulkReset(ID, undefined, signal).catch((thrown: unknown) => thrown);

  expect(error).toBeInstanceOf(ZodError);
  expect((error as ZodError).issues[0]?.path).toEqual(['status']);
  expect(wordsFor(error)).toMatch(/did not understand the answer/);
});

test('a refusal carries its code and is told by its detail, or else its title', async () => {
  givenAnswer(problem(409, 'wrong-status', 'It cannot be cancelled any more.'));
  const detailed = await signOut().catch((thrown: unknown) => thrown);
  givenAnswer(problem(404, 'not-found'));
  const titled = await signOut().catch((thrown: unknown) => thrown);

  expect(detailed).toBeInstanceOf(ApiError);
  expect((detailed as ApiError).code).toBe('wrong-status');
  expect([wordsFor(detailed), wordsFor(titled)]).toEqual([
    'It cannot be cancelled any more.',
    'It does not work',
  ]);
});

test('an answer of something that is not the API is told as such', async () => {
  givenAnswer(() => new Response('<h1>Bad gateway</h1>', { status: 502 }));
  await expect(signOut()).rejects.toBeInstanceOf(ConnectionError);
  givenAnswer(() => new Response('{"error":"nope"}', { status: 500 }));
  await expect(signOut()).rejects.toThrow('The server answered with status 500.');
  givenAnswer(() => Promise.reject(new TypeError('Failed to fetch')));
  await expect(signOut()).rejects.toThrow('The server cannot be reached.');
});

test('a read that is given up stays an abort, not an error to show', async () => {
  givenAnswer(() => Promise.reject(new DOMException('given up', 'AbortError')));

  await expect(showSession(signal)).rejects.toMatchObject({ name: 'AbortError' });
});

test('an answer without a body is no fault where none is expected', async () => {
  givenAnswer(() => new Response(null, { status: 204 }));

  await expect(signOut()).resolves.toBeUndefined();
});

test('nobody signed in is no error, and every page is told when the session is over', async () => {
  let told = 0;
  sessionEvents.addEventListener('signed-out', () => {
    told += 1;
  });
  givenAnswer(problem(401, 'not-signed-in'));

  expect(await showSession(signal)).toBeUndefined();
  await expect(showBulkReset(ID, undefined, signal)).rejects.toBeInstanceOf(ApiError);
  expect(told).toBe(2);
});

test('a bulk reset is asked for by its version, and an unchanged one is not parsed again', async () => {
  givenAnswer(() => new Response(JSON.stringify(view), { headers: { ETag: '"7"' } }));
  const first = await showBulkReset(ID, undefined, signal);
  expect(first).toEqual({ view, etag: '"7"' });
  expect(asked[0]?.options.headers).not.toHaveProperty('If-None-Match');

  givenAnswer(() => new Response(null, { status: 304 }));
  expect(await showBulkReset(ID, first?.etag, signal)).toBeUndefined();
  expect(asked[0]?.options.headers).toMatchObject({ 'If-None-Match': '"7"' });
});

test('filters and cursors go into the address', async () => {
  givenAnswer(() => new Response(JSON.stringify({ bulkResets: [], nextCursor: null })));
  await listBulkResets({}, signal);
  await listBulkResets({ status: 'needs-fixes', cursor: '12' }, signal);
  expect(asked.map(({ url }) => url)).toEqual([
    '/v1/bulk-resets',
    '/v1/bulk-resets?status=needs-fixes&cursor=12',
  ]);

  givenAnswer(() => new Response(JSON.stringify({ problems: [], nextCursor: null })));
  await listProblems(ID, { code: 'learner-not-found', severity: 'error', cursor: '5-1' }, signal);
  expect(asked[0]?.url).toBe(
    `/v1/bulk-resets/${ID}/problems?code=learner-not-found&severity=error&cursor=5-1`,
  );
});
