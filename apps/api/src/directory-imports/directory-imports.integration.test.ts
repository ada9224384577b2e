import { newApiKey } from '@reset/shared/auth/api-key';
import { DIRECTORY_HEADINGS, DIRECTORY_KINDS } from '@reset/shared/contracts/directory-columns';
import type { DirectoryImportPage, DirectoryImportView } from '@reset/shared/contracts/directory-import';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { type GivenApi, givenApi } from '../given-api.fixture';

let api: GivenApi;
const keys = { administrator: newApiKey(), support: newApiKey() };
beforeAll(async () => {
  api = await givenApi();
  await givenOrganization(api.dataSource, {
    learners: { ann: {} },
    courses: { fire: {} },
    apiKeys: [
      { secretHash: keys.administrator.secretHash },
      { secretHash: keys.support.secretHash, role: 'support' },
    ],
  });
});
afterAll(() => api.stop());

const send = (
  method: string,
  path: string,
  body?: string | FormData,
  headers: Record<string, string> = {},
  who: keyof typeof keys = 'administrator',
) =>
  fetch(`${api.url}/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${keys[who].key}`, ...headers },
    ...(body === undefined ? {} : { body }),
  });
const TYPE = { 'Content-Type': 'text/csv' };
const LEARNERS = 'External ID;Login ID;Name\r\nE-1;bob;Bob\r\n';
const upload = (csv = LEARNERS, query = '?kind=learners', headers = {}) =>
  send('POST', `/directory-imports${query}`, csv, { ...TYPE, ...headers });

test('a file of learners is taken in as a body or a form, with 202 and where to look', async () => {
  const form = new FormData();
  form.append('file', new Blob([LEARNERS]), 'people.csv');
  const answers = [
    await upload(LEARNERS, '?kind=learners&fileName=people.csv'),
    await send('POST', '/directory-imports?kind=learners', form),
  ];
  for (const answer of answers) {
    const view = (await answer.json()) as DirectoryImportView;
    expect(answer.status).toBe(202);
    expect(answer.headers.get('Location')).toBe(`/v1/directory-imports/${view.id}`);
    expect(answer.headers.get('Retry-After')).toBe('1');
    expect(view).toMatchObject({
      kind: 'learners',
      status: 'validating',
      file: { name: 'people.csv', rows: 1, delimiter: ';' },
      progress: { phase: 'validate', rowsDone: 0, rowsTotal: 1 },
      counts: { rows: 1, created: 0, notProcessed: 1 },
    });
    const file = await send('GET', `/directory-imports/${view.id}/file.csv`);
    expect(await file.text()).toBe(LEARNERS);
  }
});

test.each([
  ['no kind', '', LEARNERS, 400],
  ['an unknown kind', '?kind=teachers', LEARNERS, 400],
  ['a header without an identifier', '?kind=learners', 'Name,Email\nBob,bob@example.org\n', 422],
  ['a file for a bulk reset', '?kind=learners', 'Learner,Content,Reset required\nann,fire,TRUE\n', 422],
])('%s is refused, and nothing is kept', async (_what, query, csv, status) => {
  const before = await api.dataSource.query('SELECT COUNT(*) AS n FROM bulk_reset');
  const answer = await upload(csv, query);
  expect(answer.status).toBe(status);
  expect(await api.dataSource.query('SELECT COUNT(*) AS n FROM bulk_reset')).toEqual(before);
});

test('a header that lacks the identifiers is told which would do', async () => {
  const answer = await upload('Name,Email\nBob,bob@example.org\n');
  expect(await answer.json()).toMatchObject({
    code: 'file-refused',
    detail: expect.stringContaining('"Learner UUID" or "External ID" or "Login ID"'),
  });
});

test('the same key is the same import, and imports are no bulk resets', async () => {
  const key = { 'Idempotency-Key': 'nightly 1' };
  const [first, again] = [
    await upload(LEARNERS, '?kind=learners', key),
    await upload(LEARNERS, '?kind=learners', key),
  ];
  const { id } = (await first.json()) as DirectoryImportView;
  expect(await again.json()).toMatchObject({ id });
  expect(again.headers.get('Idempotent-Replayed')).toBe('true');
  expect((await send('GET', `/bulk-resets/${id}`)).status).toBe(404);
  const { bulkResets } = (await (await send('GET', '/bulk-resets')).json()) as { bulkResets: unknown[] };
  expect(bulkResets).toEqual([]);
  const page = (await (
    await send('GET', '/directory-imports?kind=learners&limit=1')
  ).json()) as DirectoryImportPage;
  expect(page.directoryImports.map((one) => one.id)).toEqual([id]);
  expect(page.nextCursor).toMatch(/^\d+$/);

  const bulkReset = await send(
    'POST',
    '/bulk-resets',
    'Learner,Content,Reset required\nann,fire,TRUE\n',
    TYPE,
  );
  const { id: resetId } = (await bulkReset.json()) as { id: string };
  expect((await send('GET', `/directory-imports/${resetId}`)).status).toBe(404);
});

test('a status read answers 304 while nothing has changed; cancelling is told in the next one', async () => {
  const { id } = (await (await upload()).json()) as DirectoryImportView;
  const tag = (await send('GET', `/directory-imports/${id}`)).headers.get('ETag') as string;
  const known = { 'If-None-Match': tag };
  expect((await send('GET', `/directory-imports/${id}`, undefined, known)).status).toBe(304);
  const early = await send('POST', `/directory-imports/${id}/confirm`, '{"summaryVersion":1}', {
    'Content-Type': 'application/json',
  });
  expect(await early.json()).toMatchObject({ status: 409, code: 'wrong-status' });
  expect((await send('POST', `/directory-imports/${id}/cancel`)).status).toBe(202);
  const after = await send('GET', `/directory-imports/${id}`, undefined, known);
  expect(await after.json()).toMatchObject({ status: 'cancelled', progress: null });
  const events: { action: string }[] = await api.dataSource.query(
    "SELECT action FROM audit_event WHERE subject_kind = 'directory-import' ORDER BY id DESC LIMIT 2",
  );
  expect(events.map(({ action }) => action)).toEqual([
    'directory-import.cancelled',
    'directory-import.uploaded',
  ]);
});

test('support may look and may not change anything', async () => {
  const { id } = (await (await upload()).json()) as DirectoryImportView;
  expect((await send('GET', `/directory-imports/${id}`, undefined, {}, 'support')).status).toBe(200);
  expect((await send('GET', `/directory-imports/${id}/problems`, undefined, {}, 'support')).status).toBe(200);
  expect((await send('POST', `/directory-imports/${id}/cancel`, undefined, {}, 'support')).status).toBe(403);
  const answer = await send('POST', '/directory-imports?kind=learners', LEARNERS, TYPE, 'support');
  expect(answer.status).toBe(403);
});

test.each(DIRECTORY_KINDS)('the template of %s has the headings that are read', async (kind) => {
  const answer = await send('GET', `/templates/directory-${kind}.csv`);
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(bytes.toString()).toBe(`\uFEFF${DIRECTORY_HEADINGS[kind].join(',')}\r\n`);
  expect((await send('GET', '/templates/directory-teachers.csv')).status).toBe(400);
});
