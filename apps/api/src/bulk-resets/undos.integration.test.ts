import { randomUUID } from 'node:crypto';
import { newApiKey } from '@reset/shared/auth/api-key';
import type { BulkResetView } from '@reset/shared/contracts/bulk-reset';
import type { UndoView } from '@reset/shared/contracts/undo';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { type Answer, client, type GivenApi, givenApi } from '../given-api.fixture';

let api: GivenApi;
beforeAll(async () => {
  api = await givenApi();
});
afterAll(() => api.stop());

const NONE = { undone: 0, resetByAnother: 0, relaunched: 0, undoneBefore: 0 };
const sql = (statement: string, values: unknown[]) => api.dataSource.query(statement, values);

/** A bulk reset that has reset ann and bob in one course, as its worker would have left it. */
async function givenReset({ finishedAgo = '1 DAY', status = 'completed' } = {}) {
  const keys = { administrator: newApiKey(), support: newApiKey() };
  const login = randomUUID();
  const organization = await givenOrganization(api.dataSource, {
    learners: {
      ann: { loginId: `ann-${login}`, email: `ann-${login}@example.org` },
      bob: { loginId: `bob-${login}` },
      // Whose login is another's email.
      eve: { loginId: `ann-${login}@example.org` },
    },
    courses: { fire: { assetId: 'F-1' } },
    records: [
      { learner: 'ann', course: 'fire' },
      { learner: 'bob', course: 'fire' },
    ],
    apiKeys: [
      { secretHash: keys.administrator.secretHash },
      { secretHash: keys.support.secretHash, role: 'support' },
    ],
  });
  const as = (who: keyof typeof keys, more: Record<string, string> = {}) =>
    client(api.url, { Authorization: `Bearer ${keys[who].key}`, ...more });
  const uploaded = await fetch(`${api.url}/v1/bulk-resets`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${keys.administrator.key}`, 'Content-Type': 'text/csv' },
    body: 'Learner,Content,Reset required\nann,fire,TRUE\nbob,fire,TRUE',
  });
  const { id } = (await uploaded.json()) as BulkResetView;
  const [{ number }]: [{ number: number }] = await sql('SELECT id AS number FROM bulk_reset WHERE uuid = ?', [
    Buffer.from(id.replaceAll('-', ''), 'hex'),
  ]);
  const { ann, bob } = organization.learners;
  await sql(
    `INSERT INTO chunk (organization_id, bulk_reset_id, version, phase, number, data_rows, from_learner, to_learner, state, rows_reset)
     VALUES (?, ?, 1, 'reset', 0, 2, ?, ?, 'done', 2)`,
    [organization.id, number, ann.id, bob.id + 1],
  );
  await sql(
    `UPDATE bulk_reset SET status = ?, confirmed_version = 1, confirmed_at = UTC_TIMESTAMP(3),
       confirmed_by_kind = 'user', finished_at = UTC_TIMESTAMP(3) - INTERVAL ${finishedAgo} WHERE id = ?`,
    [status, number],
  );
  const path = `/v1/bulk-resets/${id}/undos`;
  return { ...organization, organizationId: organization.id, as, id, path };
}
const viewOf = ({ body }: Answer) => body as UndoView;
const undosIn = async (organizationId: number): Promise<number> =>
  (await sql('SELECT 1 FROM bulk_reset_undo WHERE organization_id = ?', [organizationId])).length;

test('an undo is accepted with 202, says where it is, and lies in the queue; it is listed and shown', async () => {
  const { as, id, path } = await givenReset();
  const answer = await as('administrator').post(path, { reason: 'the wrong file' });
  expect(answer).toMatchObject({
    status: 202,
    body: {
      bulkResetId: id,
      status: 'undoing',
      reason: 'the wrong file',
      createdBy: { kind: 'api-key' },
      chosen: { learners: null, courses: null },
      progress: { done: 0, total: 2, percent: 0 },
      counts: NONE,
      finishedAt: null,
    },
  });
  const { id: undoId } = viewOf(answer);
  expect(answer.headers.get('Location')).toBe(`${path}/${undoId}`);
  expect(answer.headers.get('Retry-After')).toBe('1');

  // Support reads, and only reads.
  const support = as('support');
  const shown = await support.get(`${path}/${undoId}`);
  // Nobody is there to do it, and the view says so.
  expect(shown).toMatchObject({ status: 200, body: { id: undoId, waiting: { code: 'no-worker' } } });
  const tag = shown.headers.get('ETag') ?? '';
  expect(await as('support', { 'If-None-Match': tag }).get(`${path}/${undoId}`)).toMatchObject({
    status: 304,
  });
  expect((await support.get(path)).body).toMatchObject({ undos: [{ id: undoId, status: 'undoing' }] });
  expect((await support.get(`${path}/${undoId}/left`)).body).toEqual({ left: [], nextCursor: null });
  expect(await support.post(path, { reason: 'curious' })).toMatchObject({
    status: 403,
    body: { code: 'not-allowed' },
  });
  // Neither is it a bulk reset of its own.
  expect(await support.get(`/v1/bulk-resets/${undoId}`)).toMatchObject({ status: 404 });
  expect((await support.get('/v1/bulk-resets')).body).toMatchObject({ bulkResets: [{ id }] });
  expect((await support.get('/v1/directory-imports')).body).toMatchObject({ directoryImports: [] });
  expect(await support.get(`/v1/directory-imports/${undoId}`)).toMatchObject({ status: 404 });
});

test('the same key is the same undo, and another request under it is refused', async () => {
  const { as, organizationId, path } = await givenReset();
  const keyed = as('administrator', { 'Idempotency-Key': randomUUID() });
  const first = await keyed.post(path, { reason: 'the wrong file' });
  const again = await keyed.post(path, { reason: 'the wrong file' });
  expect(again.status).toBe(202);
  expect(viewOf(again).id).toBe(viewOf(first).id);
  expect(again.headers.get('Idempotent-Replayed')).toBe('true');
  expect(await keyed.post(path, { reason: 'another' })).toMatchObject({
    status: 422,
    body: { code: 'idempotency-key-reused' },
  });
  expect(await undosIn(organizationId)).toBe(1);
});

test('learners and courses are named as in a file, and who is not known or not unique is named', async () => {
  const { as, path, learners, courses } = await givenReset();
  const administrator = as('administrator');
  const chosen = {
    learners: [learners.ann.loginId.toUpperCase(), learners.bob.uuid, learners.bob.loginId],
    courses: ['f-1', courses.fire.uuid],
  };
  expect(await administrator.post(path, { reason: 'two of them', ...chosen })).toMatchObject({
    status: 202,
    body: { chosen: { learners: 2, courses: 1 } },
  });
  expect(
    await administrator.post(path, {
      reason: 'who is that',
      learners: [learners.bob.loginId, 'nobody', learners.ann.email],
      courses: ['F-2'],
    }),
  ).toMatchObject({
    status: 422,
    body: {
      code: 'unknown-choice',
      details: { learners: ['nobody', learners.ann.email], courses: ['F-2'] },
    },
  });
});

test.each([
  ['nobody says why', {}],
  ['the reason is blank', { reason: ' ' }],
  ['a list is empty', { reason: 'x', learners: [] }],
  ['something else is asked', { reason: 'x', everything: true }],
])('where %s, nothing is undone', async (_what, body) => {
  const { as, path } = await givenReset();
  expect(await as('administrator').post(path, body)).toMatchObject({
    status: 400,
    body: { code: 'bad-request' },
  });
});

describe('when it is offered', () => {
  const until = async ({ as, id }: Awaited<ReturnType<typeof givenReset>>) =>
    ((await as('support').get(`/v1/bulk-resets/${id}`)).body as BulkResetView).undoUntil;

  test('for 30 days after the end, and the bulk reset says until when', async () => {
    const inTime = await givenReset({ finishedAgo: '30 DAY + INTERVAL 1 HOUR' });
    expect(Date.parse((await until(inTime)) ?? '') - Date.now()).toBeGreaterThan(0);
    expect(await inTime.as('administrator').post(inTime.path, { reason: 'in time' })).toMatchObject({
      status: 202,
    });
    const late = await givenReset({ finishedAgo: '30 DAY' });
    expect(await until(late)).toBeNull();
    expect(await late.as('administrator').post(late.path, { reason: 'late' })).toMatchObject({
      status: 409,
      body: {
        code: 'undo-refused',
        details: { why: 'too-late' },
        detail: expect.stringMatching(/^It could be undone until 20/),
      },
    });
  });

  test.each(['resetting', 'pausing', 'paused', 'cancelling'])('not while it is %s', async (status) => {
    const given = await givenReset({ status });
    expect(await until(given)).toBeNull();
    expect(await given.as('administrator').post(given.path, { reason: 'too soon' })).toMatchObject({
      status: 409,
      body: { code: 'undo-refused', details: { why: 'not-ended', until: null } },
    });
  });
});

test('an undo belongs to one bulk reset: another organization does not have it among its own', async () => {
  const { as, path } = await givenReset();
  const { id } = viewOf(await as('administrator').post(path, { reason: 'the wrong file' }));
  const other = await givenReset();
  for (const what of ['', '/left'])
    expect(await other.as('administrator').get(`${other.path}/${id}${what}`)).toMatchObject({ status: 404 });
});
