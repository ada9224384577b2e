import type { ChunkQueue } from '@reset/shared/queue/chunk-queue';
import { type QueueConfig, shardOf } from '@reset/shared/queue/queue-shards';
import {
  activeJobs,
  openTestQueue,
  QUEUE_TIMES,
  testQueueConfig,
  timesTaken,
  waitingJobs,
} from '@reset/shared/queue/test-queue.fixture';
import { until } from '@reset/shared/testing/running-system.fixture';
import { startTcpProxy } from '@reset/shared/testing/tcp-proxy.fixture';
import type { Job } from 'bullmq';
import { consumeQueue } from './consume-queue';
import type { WorkerDeps } from './dependencies';
import { type GivenWorker, givenWorker } from './worker.fixture';

const SHARDS = 4;
let worker: GivenWorker;
let queue: ChunkQueue;
let config: QueueConfig;

beforeAll(async () => {
  worker = await givenWorker();
  // What follows rests on it: each of the organizations has a shard of its own.
  expect([1, 2, 3, 4].map((id) => shardOf(id, SHARDS))).toEqual([2, 0, 3, 1]);
});
afterAll(() => worker.stop());
beforeEach(async () => {
  config = testQueueConfig(SHARDS);
  queue = await openTestQueue(config);
});
afterEach(() => queue.close());

const add = (organizationId: number, chunkIds: readonly number[]) =>
  queue.add(chunkIds.map((chunkId) => ({ organizationId, chunkId, epoch: 1, phase: 'validate' })));

/** Consumes with jobs that last until the test ends them. */
function consume(WORKER_CONCURRENCY: number, at: QueueConfig = config) {
  const inHand = new Map<number, () => void>();
  const done: number[] = [];
  const run = (_deps: WorkerDeps, { data }: Pick<Job, 'data'>) =>
    new Promise<void>((resolve) => {
      inHand.set(data.chunkId, () => {
        inHand.delete(data.chunkId);
        done.push(data.chunkId);
        resolve();
      });
    });
  const consumer = consumeQueue(worker.deps, { ...at, ...QUEUE_TIMES, WORKER_CONCURRENCY }, run);
  return { ...consumer, inHand, done };
}

test('a process has no more in hand than it may, and serves a shard whose work came while another is busy', async () => {
  const consumer = consume(2);
  await add(1, [10, 11, 12, 13, 14, 15, 16, 17]);
  await until(async () => consumer.inHand.size === 2);
  for (const organizationId of [2, 3, 4]) await add(organizationId, [organizationId * 10]);
  const order: number[] = [];
  while (order.length < 11) {
    const chunkId = await until(async () => {
      expect(consumer.inHand.size).toBeLessThanOrEqual(2);
      // Both hands are full for as long as there is work for them.
      return consumer.inHand.size === Math.min(2, 11 - order.length) && [...consumer.inHand.keys()][0];
    });
    consumer.inHand.get(chunkId)?.();
    order.push(chunkId);
  }
  expect([...order].sort((a, b) => a - b)).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 20, 30, 40]);
  for (const late of [20, 30, 40]) expect(order.indexOf(late)).toBeLessThan(order.length - 1);
  await consumer.stop();
});

test('a job that finds no free hand goes to a process that has one', async () => {
  const busy = consume(1);
  await add(1, [10]);
  await until(async () => busy.inHand.has(10));
  await add(2, [20]);
  const idle = consume(1);
  await until(async () => idle.inHand.has(20));
  expect([...busy.inHand.keys()]).toEqual([10]);
  idle.inHand.get(20)?.();
  busy.inHand.get(10)?.();
  await Promise.all([busy.stop(), idle.stop()]);
  expect([busy.done, idle.done]).toEqual([[10], [20]]);
});

test('a job that was given back is taken again as soon as a hand is free', async () => {
  const consumer = consume(2);
  await add(1, [10, 11]);
  await until(async () => consumer.inHand.size === 2);
  await add(2, [20]);
  // Taken, because the process listens to every shard, and given back.
  await until(async () => ((await timesTaken(config))['validate-chunk-20-1'] ?? 0) > 0);
  expect([...consumer.inHand.keys()]).toEqual([10, 11]);
  consumer.inHand.get(10)?.();
  await until(async () => consumer.inHand.has(20));
  for (const end of consumer.inHand.values()) end();
  await consumer.stop();
  expect(consumer.done.sort()).toEqual([10, 11, 20]);
});

test('at the deadline the work in hand is given back and not waited for, and its job is not left to stall', async () => {
  const consumer = consume(1);
  await add(1, [10]);
  await until(async () => consumer.inHand.has(10));
  const given: number[] = [];
  await consumer.stop(100, async () => void given.push(...consumer.inHand.keys()));
  expect(given).toEqual([10]);
  expect(await waitingJobs(config)).toEqual([[], [], [], []]);
  expect(await activeJobs(config)).toBe(0);
});

test('work that ends before the deadline is waited for', async () => {
  const consumer = consume(1);
  await add(1, [10]);
  await until(async () => consumer.inHand.has(10));
  const stopped = consumer.stop(600_000, () => Promise.reject(new Error('there was time')));
  await add(1, [11]);
  consumer.inHand.get(10)?.();
  await stopped;
  expect(consumer.done).toEqual([10]);
  expect((await waitingJobs(config)).flat()).toEqual(['validate-chunk-11-1']);
});

test('a consumer whose connections hang though redis answers others does not count as consuming, and begins anew', async () => {
  const proxy = await startTcpProxy(config.REDIS_URL);
  const consumer = consume(1, { ...config, REDIS_URL: proxy.through(config.REDIS_URL) });
  await until(async () => consumer.isConsuming());
  expect(await consumer.replaceSilent()).toBe(false);
  proxy.hang();
  await add(1, [10]);
  await until(() => consumer.replaceSilent(4_000));
  await until(async () => consumer.inHand.has(10));
  expect(consumer.isConsuming()).toBe(true);
  consumer.inHand.get(10)?.();
  await consumer.stop();
  await proxy.stop();
});

test('while redis is away nothing is consumed, and nothing begins anew', async () => {
  const proxy = await startTcpProxy(config.REDIS_URL);
  const consumer = consume(1, { ...config, REDIS_URL: proxy.through(config.REDIS_URL) });
  await until(async () => consumer.isConsuming());
  proxy.set('refuse');
  await until(async () => !consumer.isConsuming());
  expect(await consumer.replaceSilent()).toBe(false);
  proxy.set('pass');
  await until(async () => consumer.isConsuming());
  await consumer.stop();
  await proxy.stop();
});
