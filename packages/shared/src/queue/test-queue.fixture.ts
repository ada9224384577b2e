import { randomBytes } from 'node:crypto';
import { Queue } from 'bullmq';
import { until } from '../testing/running-system.fixture';
import { type ChunkQueue, createChunkQueue, QUEUE_NAME } from './chunk-queue';
import { openRedis } from './open-redis';
import { type QueueConfig, shardPrefixes } from './queue-shards';

/** A queue that nobody else uses, in the Redis that `npm test` starts. */
export function testQueueConfig(shards: number): QueueConfig {
  const url = process.env.TEST_REDIS_URL;
  if (!url) throw new Error('TEST_REDIS_URL is not set: run the tests with npm test');
  const prefix = `{test-${randomBytes(6).toString('hex')}}`;
  return { REDIS_URL: url, QUEUE_PREFIX: prefix, QUEUE_SHARDS: shards };
}

/** As workers have them by themselves. */
export const QUEUE_TIMES = { QUEUE_LOCK_SECONDS: 30, QUEUE_STALL_SECONDS: 15 };

/** The producer's side, connected: it has no patience. */
export async function openTestQueue(config: QueueConfig): Promise<ChunkQueue> {
  const queue = createChunkQueue(config);
  const answers = () =>
    queue.ping().then(
      () => true,
      () => false,
    );
  await until(answers);
  return queue;
}

/** The ids of the jobs that wait in each shard, with a priority or without. */
export const waitingJobs = (config: QueueConfig): Promise<string[][]> =>
  inEachShard(config, async (queue) =>
    (await queue.getJobs(['wait', 'prioritized'])).map(({ id }) => `${id}`).sort(),
  );

/** Of those that wait without a priority, which go first. */
export const firstJobs = (config: QueueConfig): Promise<string[][]> =>
  inEachShard(config, async (queue) => (await queue.getWaiting()).map(({ id }) => `${id}`).sort());

/** How many jobs are in the hands of consumers, as far as Redis knows. */
export const activeJobs = async (config: QueueConfig): Promise<number> =>
  (await inEachShard(config, (queue) => queue.getActiveCount())).reduce((sum, count) => sum + count, 0);

/** How often each job that waits has been taken and given back. */
export const timesTaken = async (config: QueueConfig): Promise<Record<string, number>> => {
  const jobs = await inEachShard(config, (queue) => queue.getWaiting());
  return Object.fromEntries(jobs.flat().map(({ id, attemptsStarted }) => [`${id}`, attemptsStarted]));
};

async function inEachShard<Found>(
  config: QueueConfig,
  look: (queue: Queue) => Promise<Found>,
): Promise<Found[]> {
  const connection = openRedis(config.REDIS_URL, 'worker');
  const found = await Promise.all(
    shardPrefixes(config).map(async (prefix) => {
      const queue = new Queue(QUEUE_NAME, { connection, prefix, skipVersionCheck: true });
      const answer = await look(queue);
      await queue.close();
      return answer;
    }),
  );
  connection.disconnect();
  return found;
}
