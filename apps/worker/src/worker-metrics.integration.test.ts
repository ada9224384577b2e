import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { moveOn } from '@reset/shared/queue/dispatch-chunks';
import { claimChunk } from '@reset/shared/stores/chunk.store';
import { reconcileQueue } from './upkeep/reconcile-queue';
import { type GivenWorker, givenWorker } from './worker.fixture';

let worker: GivenWorker;
let organizationId: number;
beforeEach(async () => {
  worker = await givenWorker();
  const learners = { ann: {}, ben: {}, cyd: {} };
  const records = (['ann', 'ben', 'cyd'] as const).map((learner) => ({ learner, course: 'fire' }) as const);
  const given = await givenOrganization(worker.deps.dataSource, {
    learners,
    courses: { fire: {} },
    records,
  });
  organizationId = given.id;
});
afterEach(() => worker.stop());

const CSV = 'Learner,Content,Reset required\nann,fire,TRUE\nben,fire,TRUE\ncyd,fire,TRUE';
const linesNow = async () => (await worker.registry.metrics()).split('\n');

test('a worker counts rows and chunks by phase', async () => {
  const key = await worker.upload(organizationId, CSV, { rowsPerChunk: 2 });
  await worker.work(key);
  await worker.confirm(key);
  await worker.work(key);
  expect(await linesNow()).toEqual(
    expect.arrayContaining([
      'reset_rows_total{phase="validate"} 3',
      'reset_chunks_total{phase="validate",end="done"} 2',
      'reset_rows_total{phase="reset"} 3',
    ]),
  );
});

test('a worker counts what it repairs', async () => {
  const { dataSource } = worker.deps;
  const key = await worker.upload(organizationId, CSV, { rowsPerChunk: 2 });
  await moveOn(worker.deps, key);
  const [job] = worker.jobs;
  if (!job) throw new Error('a file has a chunk');
  await claimChunk(dataSource, job, { worker: 'dead', leaseSeconds: 15 });
  await dataSource.query('UPDATE chunk_lease SET lease_until = lease_until - INTERVAL 1 HOUR');
  await dataSource.query("UPDATE chunk SET queued_at = queued_at - INTERVAL 1 HOUR WHERE state = 'queued'");
  await reconcileQueue(worker.deps);
  expect(await linesNow()).toEqual(
    expect.arrayContaining([
      'reset_leases_lost_total{phase="validate"} 1',
      'reset_chunks_added_again_total 1',
    ]),
  );
});
