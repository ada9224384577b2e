import { newApiKey } from '@reset/shared/auth/api-key';
import { WorkerList } from '@reset/shared/contracts/worker';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { announceWorker } from '@reset/shared/stores/worker.store';
import { client, type GivenApi, givenApi } from '../given-api.fixture';

let api: GivenApi;
const keys = { administrator: newApiKey(), support: newApiKey(), learner: newApiKey() };
beforeAll(async () => {
  api = await givenApi();
  await givenOrganization(api.dataSource, {
    apiKeys: (['administrator', 'support', 'learner'] as const).map((role) => ({
      role,
      secretHash: keys[role].secretHash,
    })),
  });
  const identity = { name: 'secret-host-1', host: 'secret-host', pid: 1, version: '1.2.3' };
  const condition = { state: 'working', consuming: true, waitingFor: null, chunksInHand: 1 } as const;
  await announceWorker(api.dataSource.manager, identity, condition);
});
afterAll(() => api.stop());

const as = (role: keyof typeof keys) => client(api.url, { Authorization: `Bearer ${keys[role].key}` });

test.each(['administrator', 'support'] as const)(
  '%s sees which workers there are and whether they live, and not on which machines',
  async (role) => {
    const { status, body } = await as(role).get('/v1/workers');
    expect(status).toBe(200);
    const { workers } = WorkerList.parse(body);
    expect(workers).toMatchObject([{ version: '1.2.3', alive: true, consuming: true, chunksInHand: 1 }]);
    expect(JSON.stringify(body)).not.toContain('secret-host');
  },
);

test('nobody else does', async () => {
  expect((await as('learner').get('/v1/workers')).status).toBe(403);
  expect((await client(api.url).get('/v1/workers')).status).toBe(401);
});
