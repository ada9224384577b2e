import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { moveOn } from '@reset/shared/queue/dispatch-chunks';
import { type QueueConfig, shardOf } from '@reset/shared/queue/queue-shards';
import {
  openTestQueue,
  QUEUE_TIMES,
  testQueueConfig,
  waitingJobs,
} from '@reset/shared/queue/test-queue.fixture';
import { until } from '@reset/shared/testing/running-system.fixture';
import { consumeQueue } from '../consume-queue';
import { type GivenWorker, givenWorker } from '../worker.fixture';
import { reconcileQueue } from './reconcile-queue';

const CSV = 'Learner,Content,Reset required\nann,fire,TRUE\nbob,fire,TRUE\ncy,fire,TRUE\ndee,fire,FALSE\n';
let worker: GivenWorker;
beforeAll(async () => {
  worker = await givenWorker();
});
afterAll(() => worker.stop());

const givenAcademy = () =>
  givenOrganization(worker.deps.dataSource, {
    learners: { ann: {}, bob: {}, cy: {}, dee: {} },
    courses: { fire: {} },
    records: [
      { learner: 'ann', course: 'fire' },
      { learner: 'bob', course: 'fire' },
    ],
  });

const waiting = async (config: QueueConfig) => (await waitingJobs(config)).map((jobs) => jobs.length);

test('another number of shards loses nothing: what waits in the old ones is added to the new ones', async () => {
  const before = testQueueConfig(1);
  const after = { ...before, QUEUE_SHARDS: 4 };
  const [oldQueue, queue] = [await openTestQueue(before), await openTestQueue(after)];
  const academies = [await givenAcademy(), await givenAcademy(), await givenAcademy()];
  const keys = [];
  for (const { id } of academies) keys.push(await worker.upload(id, CSV));
  for (const key of keys) await moveOn({ ...worker.deps, queue: oldQueue }, key);
  expect(await waiting(before)).toEqual([6]);

  const deps = { ...worker.deps, queue };
  await reconcileQueue(deps);
  expect(await waiting(after)).toEqual([0, 0, 0, 0]); // they may still be on their way
  await worker.deps.dataSource.query(
    "UPDATE chunk SET queued_at = queued_at - INTERVAL 11 SECOND WHERE state = 'queued'",
  );
  await reconcileQueue(deps);
  const expected = [0, 0, 0, 0];
  for (const { id } of academies) expected[shardOf(id, 4)] = (expected[shardOf(id, 4)] ?? 0) + 2;
  expect(await waiting(after)).toEqual(expected);

  const consumer = consumeQueue(deps, { ...after, ...QUEUE_TIMES, WORKER_CONCURRENCY: 2 });
  for (const key of keys) {
    const { counts } = await until(async () => {
      const view = await worker.show(key);
      return view.status === 'ready' && view;
    });
    expect(counts).toMatchObject({ rows: 4, excluded: 1, withErrors: 0 });
  }
  // A process with the old number delivers the same chunks too late, and they do nothing.
  const straggler = consumeQueue(deps, { ...before, ...QUEUE_TIMES, WORKER_CONCURRENCY: 2 });
  await until(async () => (await waiting(before))[0] === 0);
  await Promise.all([consumer.stop(), straggler.stop()]);
  for (const key of keys)
    expect(await worker.show(key)).toMatchObject({ status: 'ready', counts: { rows: 4 } });
  await Promise.all([oldQueue.close(), queue.close()]);
});

test('a shard that cannot be reached holds back none of the others', async () => {
  const [away, there] = [await givenAcademy(), await givenAcademy()];
  const keys = [await worker.upload(away.id, CSV), await worker.upload(there.id, CSV)];
  const added: number[] = [];
  const queue = {
    ...worker.deps.queue,
    add: async (chunks: readonly { organizationId: number; chunkId: number }[]) => {
      const reached = chunks.filter(({ organizationId }) => organizationId !== away.id);
      added.push(...reached.map(({ organizationId }) => organizationId));
      if (reached.length < chunks.length) throw new Error('node away');
    },
  };
  await expect(reconcileQueue({ ...worker.deps, queue })).rejects.toThrow('node away');
  expect(added).toEqual([there.id, there.id]);
  for (const key of keys) await worker.work(key);
});
