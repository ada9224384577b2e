import { Redis } from 'ioredis';
import { createChunkQueue } from './chunk-queue';
import { shardOf } from './queue-shards';
import { firstJobs, openTestQueue, testQueueConfig, waitingJobs } from './test-queue.fixture';

const ORGANIZATIONS = [1, 2, 3, 4, 5, 6];

test('each organization has its shard, and what is added twice is there once', async () => {
  const config = testQueueConfig(4);
  const queue = await openTestQueue(config);
  const chunks = ORGANIZATIONS.map((organizationId) => ({
    organizationId,
    chunkId: organizationId * 100,
    epoch: 1,
    phase: 'validate' as const,
  }));
  await queue.add(chunks);
  await queue.add(chunks);
  await queue.add([]);
  await queue.close();
  const expected = [0, 1, 2, 3].map((shard) =>
    ORGANIZATIONS.filter((id) => shardOf(id, 4) === shard).map((id) => `validate-chunk-${id * 100}-1`),
  );
  expect(await waitingJobs(config)).toEqual(expected);
  const redis = new Redis(config.REDIS_URL);
  expect(await redis.keys(`${config.QUEUE_PREFIX}*`)).toEqual([]);
  redis.disconnect();
});

test('one shard alone has the keys of a queue without shards', async () => {
  const config = testQueueConfig(1);
  const queue = await openTestQueue(config);
  await queue.add([{ organizationId: 5, chunkId: 7, epoch: 2, phase: 'reset' }]);
  await queue.close();
  const redis = new Redis(config.REDIS_URL);
  expect(await redis.exists(`${config.QUEUE_PREFIX}:chunks:reset-chunk-7-2`)).toBe(1);
  redis.disconnect();
});

test.each(['redis://127.0.0.1:1', 'redis://127.0.0.1:1?cluster=true'])(
  'while nothing answers at %s, a producer is told at once',
  async (REDIS_URL) => {
    const queue = createChunkQueue({ ...testQueueConfig(2), REDIS_URL });
    const chunk = { organizationId: 1, chunkId: 1, epoch: 1, phase: 'validate' as const };
    await expect(queue.add([chunk])).rejects.toThrow('Redis is not connected');
    await expect(queue.ping()).rejects.toThrow('Redis is not connected');
    await queue.close();
  },
);

test('what is late goes first, though it is in the queue with a priority', async () => {
  const config = testQueueConfig(1);
  const queue = await openTestQueue(config);
  const chunk = (chunkId: number) => ({ organizationId: 1, chunkId, epoch: 1, phase: 'reset' as const });
  await queue.add([1, 2, 3].map((id) => ({ ...chunk(id), priority: 9 })));
  expect(await firstJobs(config)).toEqual([[]]);
  await queue.add([2, 4].map((id) => ({ ...chunk(id), late: true })));
  await queue.close();
  expect(await firstJobs(config)).toEqual([['reset-chunk-2-1', 'reset-chunk-4-1']]);
  expect(await waitingJobs(config)).toEqual([[1, 2, 3, 4].map((id) => `reset-chunk-${id}-1`)]);
});
