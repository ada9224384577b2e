import { newApiKey } from '@reset/shared/auth/api-key';
import type { BulkResetView } from '@reset/shared/contracts/bulk-reset';
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
  body?: string | FormData | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
  who: keyof typeof keys = 'administrator',
) =>
  fetch(`${api.url}/v1/bulk-resets${path}`, {
    method,
    headers: { Authorization: `Bearer ${keys[who].key}`, ...headers },
    ...(body === undefined ? {} : { body }),
  });
const CSV = 'Learner,Content,Reset required\r\nann,fire,TRUE\r\n';
const upload = async (csv: string | Uint8Array<ArrayBuffer> = CSV, query = '') =>
  send('POST', query, csv, { 'Content-Type': 'text/csv' });

test('a CSV as the body and a multipart form are accepted alike, with 202 and where to look', async () => {
  const form = new FormData();
  form.append('file', new Blob([CSV]), 'Prüfung.csv');
  const answers = [await send('POST', '', form), await upload(CSV, '?fileName=resets.csv')];
  const views = await Promise.all(answers.map(async (answer) => (await answer.json()) as BulkResetView));
  expect(answers.map(({ status }) => status)).toEqual([202, 202]);
  expect(answers.map(({ headers }) => headers.get('Location'))).toEqual(
    views.map(({ id }) => `/v1/bulk-resets/${id}`),
  );
  expect(answers[0]?.headers.get('Retry-After')).toBe('1');
  expect(views.map(({ file }) => file.name)).toEqual(['Prüfung.csv', 'resets.csv']);
  for (const view of views)
    expect(view).toMatchObject({
      status: 'validating',
      file: { bytes: CSV.length, encoding: 'utf-8', delimiter: ',', rows: 1, blankRows: 0 },
      progress: { phase: 'validate', rowsDone: 0, rowsTotal: 1, percent: 0 },
      counts: { rows: 1, notProcessed: 1 },
    });
});

test('what was uploaded can be downloaded byte for byte', async () => {
  const bytes = Buffer.from('\uFEFFLearner;Content;Reset required\nJosé;fire;TRUE', 'utf16le');
  const { id } = (await (await upload(new Uint8Array(bytes))).json()) as BulkResetView;
  const answer = await send('GET', `/${id}/file.csv`);
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
  expect(answer.headers.get('Content-Disposition')).toMatch(/^attachment/);
  expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff');
});

test.each([
  ['an empty file', ''],
  ['a missing column', 'Learner,Content\nann,fire\n'],
  ['an open quote', 'Learner,Content,Reset required\nann,fire,"TRUE\n'],
])('%s is refused with 422 and one sentence, and nothing is kept', async (_what, csv) => {
  const before = await api.dataSource.query('SELECT COUNT(*) AS n FROM bulk_reset');
  const answer = await upload(csv);
  const problem = (await answer.json()) as { code: string; detail: string };
  expect(answer.status).toBe(422);
  expect(answer.headers.get('Content-Type')).toMatch(/^application\/problem\+json/);
  expect(problem.code).toBe('file-refused');
  expect(problem.detail).toMatch(/^[A-Z"].+\.$/);
  expect(await api.dataSource.query('SELECT COUNT(*) AS n FROM bulk_reset')).toEqual(before);
});

test('Windows-1252 is read when it is asked for, and only then', async () => {
  const bytes = new Uint8Array(Buffer.from('Learner,Content,Reset required\nJos\xe9,fire,TRUE\n', 'latin1'));
  const refused = (await (await upload(bytes)).json()) as { detail: string };
  expect(refused.detail).toMatch(/row 2/i);
  expect(refused.detail).toMatch(/CSV UTF-8/);
  const accepted = await upload(bytes, '?encoding=windows-1252');
  expect(accepted.status).toBe(202);
  expect(((await accepted.json()) as BulkResetView).file.encoding).toBe('windows-1252');
});

test('a status read answers 304 while nothing has changed', async () => {
  const { id } = (await (await upload()).json()) as BulkResetView;
  const tag = (await send('GET', `/${id}`)).headers.get('ETag') as string;
  expect((await send('GET', `/${id}`, undefined, { 'If-None-Match': tag })).status).toBe(304);
  expect((await send('POST', `/${id}/cancel`)).status).toBe(202);
  const after = await send('GET', `/${id}`, undefined, { 'If-None-Match': tag });
  expect(after.status).toBe(200);
  expect(await after.json()).toMatchObject({ status: 'cancelled', progress: null });
});

test('the list goes back page by page', async () => {
  const first = (await (await send('GET', '?limit=2')).json()) as {
    bulkResets: BulkResetView[];
    nextCursor: string;
  };
  const second = (await (await send('GET', `?limit=2&cursor=${first.nextCursor}`)).json()) as typeof first;
  expect(first.bulkResets).toHaveLength(2);
  expect(second.bulkResets).toHaveLength(2);
  const ids = [...first.bulkResets, ...second.bulkResets].map(({ id }) => id);
  expect(new Set(ids).size).toBe(4);
});

test('a confirmation before the summary is refused, and so is one without a reason', async () => {
  const { id } = (await (await upload()).json()) as BulkResetView;
  const json = { 'Content-Type': 'application/json' };
  const early = await send(
    'POST',
    `/${id}/confirm`,
    JSON.stringify({ summaryVersion: 1, reason: 'new rules' }),
    json,
  );
  expect(await early.json()).toMatchObject({ status: 409, code: 'wrong-status' });
  const other = await send(
    'POST',
    `/${id}/confirm`,
    JSON.stringify({ summaryVersion: 7, reason: 'new rules' }),
    json,
  );
  expect(await other.json()).toMatchObject({
    status: 409,
    code: 'summary-changed',
    details: { confirmed: 7, current: 1 },
  });
  const silent = await send(
    'POST',
    `/${id}/confirm`,
    JSON.stringify({ summaryVersion: 1, reason: ' ' }),
    json,
  );
  expect(await silent.json()).toMatchObject({ status: 400, code: 'bad-request' });
});

test('support may look and may not change anything', async () => {
  const { id } = (await (await upload()).json()) as BulkResetView;
  expect((await send('GET', `/${id}`, undefined, {}, 'support')).status).toBe(200);
  expect((await send('POST', `/${id}/cancel`, undefined, {}, 'support')).status).toBe(403);
  expect((await send('POST', '', CSV, { 'Content-Type': 'text/csv' }, 'support')).status).toBe(403);
});

test('a corrected file makes another version, and a confirmation of the old one is refused', async () => {
  const { id } = (await (await upload()).json()) as BulkResetView;
  const type = { 'Content-Type': 'text/csv' };
  const early = await send('PUT', `/${id}/file`, CSV, type);
  expect(await early.json()).toMatchObject({ status: 409, code: 'wrong-status' });

  await api.dataSource.query(
    "UPDATE bulk_reset SET status = 'ready' WHERE uuid = UNHEX(REPLACE(?, '-', ''))",
    [id],
  );
  const refused = await send('PUT', `/${id}/file`, 'Learner\n', type);
  expect(refused.status).toBe(422);
  expect(await (await send('GET', `/${id}`)).json()).toMatchObject({ status: 'ready', summaryVersion: 1 });

  const corrected = await send('PUT', `/${id}/file`, `${CSV}ann,fire,FALSE\r\n`, type);
  expect(corrected.status).toBe(202);
  expect(await corrected.json()).toMatchObject({
    id,
    status: 'validating',
    summaryVersion: 2,
    counts: { rows: 2, notProcessed: 2 },
  });
  const confirmation = JSON.stringify({ summaryVersion: 1, reason: 'new rules' });
  const old = await send('POST', `/${id}/confirm`, confirmation, { 'Content-Type': 'application/json' });
  expect(await old.json()).toMatchObject({ status: 409, code: 'summary-changed' });
});

describe('pause, resume, cancel and retry', () => {
  const JSON_BODY = { 'Content-Type': 'application/json' };
  const moveTo = (id: string, status: string, confirmedVersion: number | null) =>
    api.dataSource.query(
      "UPDATE bulk_reset SET status = ?, confirmed_version = ?, confirmed_at = NOW(), confirmed_by_kind = 'user' WHERE uuid = UNHEX(REPLACE(?, '-', ''))",
      [status, confirmedVersion, id],
    );
  const act = async (id: string, action: string, body?: object) => {
    const answer = await send('POST', `/${id}/${action}`, body && JSON.stringify(body), JSON_BODY);
    return { answered: answer.status, ...((await answer.json()) as BulkResetView) };
  };
  const given = async (status: string, confirmedVersion: number | null = 1) => {
    const { id } = (await (await upload()).json()) as BulkResetView;
    // A chunk that is not done: without one a reset is complete.
    await api.dataSource.query(
      `INSERT INTO chunk (organization_id, bulk_reset_id, version, phase, number, data_rows, from_learner, to_learner)
       SELECT organization_id, id, version, 'reset', 0, 1, 0, 1 FROM bulk_reset WHERE uuid = UNHEX(REPLACE(?, '-', ''))`,
      [id],
    );
    await moveTo(id, status, confirmedVersion);
    return id;
  };

  test('a reset is paused and resumed, and who paused it is shown for as long as it waits', async () => {
    const id = await given('resetting');
    const paused = await act(id, 'pause', { reason: 'wait for the works council' });
    expect(paused).toMatchObject({
      answered: 202,
      status: 'paused',
      pause: { by: { kind: 'api-key', name: 'test' }, reason: 'wait for the works council' },
    });
    const again = await act(id, 'pause', { reason: 'another reason' });
    expect(again).toEqual(paused);
    expect(await act(id, 'resume')).toMatchObject({ answered: 202, status: 'resetting', pause: null });
    expect(await act(id, 'resume')).toMatchObject({ answered: 202, status: 'resetting' });
  });

  test('a cancelled reset lists what was not processed, and is retried', async () => {
    const id = await given('paused');
    expect(await act(id, 'cancel')).toMatchObject({ answered: 202, status: 'cancelled' });
    expect(await act(id, 'cancel')).toMatchObject({ answered: 202, status: 'cancelled' });
    const rest = await send('GET', `/${id}/outcome.csv?rows=not-processed`);
    expect(await rest.text()).toBe(CSV);
    expect(rest.headers.get('Content-Disposition')).toContain('not-processed.csv');
    expect((await send('GET', `/${id}/outcome.csv?rows=some`)).status).toBe(400);
    expect(await act(id, 'retry')).toMatchObject({ answered: 202, status: 'resetting', finishedAt: null });
  });

  test('what was cancelled unconfirmed is validated again, and not reset', async () => {
    const id = await given('cancelled', null);
    expect(await act(id, 'retry')).toMatchObject({ answered: 202, status: 'validating' });
  });

  test.each([
    ['pause', 'validating'],
    ['resume', 'completed'],
    ['cancel', 'completed'],
    ['retry', 'completed'],
    ['retry', 'paused'],
  ])('%s of one that is %s is refused', async (action, status) => {
    const id = await given(status);
    expect(await act(id, action)).toMatchObject({ answered: 409, code: 'wrong-status' });
  });

  test.each(['pause', 'resume', 'cancel', 'retry'])('support may not %s', async (action) => {
    const id = await given('paused');
    expect((await send('POST', `/${id}/${action}`, undefined, {}, 'support')).status).toBe(403);
  });

  test('a body that says anything but the reason is refused', async () => {
    const id = await given('resetting');
    expect(await act(id, 'pause', { because: 'x' })).toMatchObject({ answered: 400, code: 'bad-request' });
  });
});

test('what has expired is answered with 410, what was removed and when; the view tells it before', async () => {
  const { id } = (await (await upload()).json()) as BulkResetView;
  const view = async () => (await (await send('GET', `/${id}`)).json()) as BulkResetView;
  expect((await view()).retention).toEqual({
    files: { until: null, expiredAt: null },
    details: { until: null, expiredAt: null },
  });
  await send('POST', `/${id}/cancel`);
  const { finishedAt, retention } = await view();
  const daysAfterTheEnd = (until: string | null) =>
    (Date.parse(`${until}`) - Date.parse(`${finishedAt}`)) / (24 * 3_600_000);
  expect(daysAfterTheEnd(retention.files.until)).toBe(90);
  expect(daysAfterTheEnd(retention.details.until)).toBe(180);

  const sql = (columns: string) =>
    api.dataSource.query(
      `UPDATE bulk_reset SET ${columns}, revision = revision + 1 WHERE uuid = UNHEX(REPLACE(?, '-', ''))`,
      [id],
    );
  await sql("files_expired_at = '2026-03-04 05:06:07'");
  const at = '2026-03-04T05:06:07.000Z';
  for (const path of ['/file.csv', '/report.csv', '/report.csv?rows=errors', '/outcome.csv']) {
    const answer = await send('GET', `/${id}${path}`);
    expect([path, answer.status, await answer.json()]).toEqual([
      path,
      410,
      expect.objectContaining({ code: 'expired', details: { what: 'files', at } }),
    ]);
  }
  expect((await send('GET', `/${id}/problems`)).status).toBe(200);
  expect(await view()).toMatchObject({
    hasReport: false,
    retention: { files: { until: null, expiredAt: at }, details: { expiredAt: null } },
  });
  await sql("details_expired_at = '2026-03-05 05:06:07'");
  const problems = await send('GET', `/${id}/problems`);
  expect([problems.status, await problems.json()]).toEqual([
    410,
    expect.objectContaining({ code: 'expired', detail: expect.stringContaining('2026-03-05') }),
  ]);
  const retried = await send('POST', `/${id}/retry`);
  expect([retried.status, ((await retried.json()) as { code: string }).code]).toEqual([410, 'expired']);
});

test('what is refused or kept leaves no note of a file on its way', async () => {
  await upload('Learner,Content\nann,fire\n');
  await upload();
  expect(await api.dataSource.query('SELECT * FROM unclaimed_file')).toEqual([]);
});
