import { newApiKey } from '@reset/shared/auth/api-key';
import { OperationsView } from '@reset/shared/contracts/operations';
import { uuidToText } from '@reset/shared/entities/columns';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { announceWorker } from '@reset/shared/stores/worker.store';
import { client, type GivenApi, givenApi } from '../given-api.fixture';

let api: GivenApi;
const keys = {
  administrator: newApiKey(),
  support: newApiKey(),
  learner: newApiKey(),
  elsewhere: newApiKey(),
};
beforeAll(async () => {
  api = await givenApi();
  const roles = ['administrator', 'support', 'learner'] as const;
  await givenOrganization(api.dataSource, {
    learners: { ann: {} },
    courses: { fire: {} },
    apiKeys: roles.map((role) => ({ role, secretHash: keys[role].secretHash })),
  });
  await givenOrganization(api.dataSource, { apiKeys: [{ secretHash: keys.elsewhere.secretHash }] });
});
afterAll(() => api.stop());

const as = (who: keyof typeof keys) => client(api.url, { Authorization: `Bearer ${keys[who].key}` });
const operationsFor = async (who: keyof typeof keys) =>
  OperationsView.parse((await as(who).get('/v1/operations')).body);
async function upload(fileName: string) {
  const answer = await fetch(`${api.url}/v1/bulk-resets?fileName=${fileName}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${keys.administrator.key}`, 'Content-Type': 'text/csv' },
    body: 'Learner,Content,Reset required\nann,fire,TRUE',
  });
  expect(answer.status).toBe(202);
}

test('support sees what is under way and why it waits, what failed, and of others nothing but numbers', async () => {
  await upload('waits.csv');
  await upload('failed.csv');
  await api.dataSource.query(
    `UPDATE bulk_reset b JOIN bulk_reset_file f ON f.bulk_reset_id = b.id
     SET b.status = 'failed', b.finished_at = UTC_TIMESTAMP(3) WHERE f.name = 'failed.csv'`,
  );
  const seen = await operationsFor('support');
  expect(seen.services).toEqual(
    ['database', 'redis', 'storage'].map((service) => ({ service, answers: true })),
  );
  expect(seen).toMatchObject({
    underWay: [{ fileName: 'waits.csv', status: 'validating', rows: 1, waiting: { code: 'no-worker' } }],
    more: false,
    failed: [{ fileName: 'failed.csv', notProcessed: 1 }],
  });
  expect(seen.queue.bulkResets).toBeGreaterThan(0);

  const condition = { state: 'working', consuming: true, waitingFor: null, chunksInHand: 0 } as const;
  await announceWorker(
    api.dataSource.manager,
    { name: 'one', host: 'h', pid: 1, version: '1.0.0' },
    condition,
  );
  const elsewhere = await operationsFor('elsewhere');
  expect(elsewhere).toMatchObject({ underWay: [], failed: [] });
  expect(elsewhere.queue).toEqual(seen.queue);
});

test('directory imports and undos are work too, and say what they are', async () => {
  const answer = await fetch(`${api.url}/v1/directory-imports?kind=learners&fileName=people.csv`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${keys.administrator.key}`, 'Content-Type': 'text/csv' },
    body: 'Login ID,Name\ncy,Cy',
  });
  const { id: importId } = (await answer.json()) as { id: string };
  const [of]: { organization_id: number; id: number; uuid: Buffer }[] = await api.dataSource.query(
    `SELECT b.organization_id, b.id, b.uuid FROM bulk_reset b JOIN bulk_reset_file f ON f.bulk_reset_id = b.id
     WHERE f.name = 'waits.csv'`,
  );
  for (const status of ['resetting', 'failed']) {
    const { insertId } = await api.dataSource.query(
      `INSERT INTO bulk_reset (organization_id, uuid, kind, status, created_by_kind, created_by_id, created_by_name,
         finished_at) VALUES (?, UNHEX(REPLACE(UUID(), '-', '')), 'undo', ?, 'user', 1, 'Ada', ?)`,
      [of?.organization_id, status, status === 'failed' ? new Date() : null],
    );
    await api.dataSource.query(
      'INSERT INTO bulk_reset_undo (undo_id, organization_id, bulk_reset_id, version) VALUES (?, ?, ?, 1)',
      [insertId, of?.organization_id, of?.id],
    );
  }
  const { underWay, failed } = await operationsFor('support');
  const undo = { kind: 'undo', id: uuidToText(of?.uuid ?? Buffer.alloc(16)), fileName: 'waits.csv' };
  expect(underWay).toMatchObject([
    { kind: 'reset', fileName: 'waits.csv' },
    { kind: 'learners', id: importId, fileName: 'people.csv', status: 'validating', percent: 0 },
    { ...undo, status: 'resetting', createdBy: { name: 'Ada' } },
  ]);
  expect(failed).toMatchObject([undo, { kind: 'reset', fileName: 'failed.csv' }]);
});

test('a failure of last week is history', async () => {
  await api.dataSource.query(
    `UPDATE bulk_reset SET finished_at = UTC_TIMESTAMP(3) - INTERVAL 8 DAY WHERE status = 'failed'`,
  );
  expect((await operationsFor('administrator')).failed).toEqual([]);
});

test('nobody else sees it', async () => {
  expect((await as('learner').get('/v1/operations')).status).toBe(403);
  expect((await client(api.url).get('/v1/operations')).status).toBe(401);
});
