import { Queue } from 'bullmq';
import type { Phase } from '../contracts/bulk-reset';
import { type ChunkJob, JOB_OF_PHASE, jobId } from './jobs';
import { openRedis } from './open-redis';
import { type QueueConfig, shardOf, shardPrefixes } from './queue-shards';
import { refuseEviction } from './redis-policy';

export const QUEUE_NAME = 'chunks';
/** How long a ping leaves its key. */
const PING_SECONDS = 10;

/** `priority` as chunk-priority.ts gives it; without one a chunk goes first, also where it is `late` and in the queue. */
export type QueuedChunk = ChunkJob & { phase: Phase; priority?: number; late?: boolean };
export type ChunkQueue = {
  /** Adds jobs that are not in the queue yet; an id that is there already is left alone. */
  add(chunks: readonly QueuedChunk[]): Promise<void>;
  /** Rejects when Redis does not answer or takes no writes, or in a cluster one of the nodes that hold a shard. */
  ping(): Promise<void>;
  /** @throws Error where Redis would throw jobs away when its memory is short */
  checkEviction(): Promise<void>;
  close(): Promise<void>;
};

/**
 * The producer's side. Fails fast while Redis is away: MySQL knows what is due, and the reconciler delivers it later.
 * An organization's chunks all go into one shard.
 */
export function createChunkQueue(config: QueueConfig): ChunkQueue {
  const connection = openRedis(config.REDIS_URL, 'producer');
  connection.on('error', () => undefined); // the caller of a failed command hears of it; ioredis reconnects by itself
  const shards = shardPrefixes(config).map((prefix) => {
    const queue = new Queue<ChunkJob>(QUEUE_NAME, { connection, prefix, skipVersionCheck: true });
    queue.on('error', () => undefined);
    return queue;
  });
  /** One after the other would let a node that is away hold back the shards of the others. */
  const onEachShard = async (work: (queue: Queue<ChunkJob>, shard: number) => Promise<unknown>) => {
    // BullMQ would wait for the first connection.
    if (connection.status !== 'ready') throw new Error('Redis is not connected');
    const results = await Promise.allSettled(shards.map(work));
    const failed = results.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
  };
  return {
    add: async (chunks) => {
      if (chunks.length === 0) return;
      await onEachShard((queue, shard) =>
        addJobs(
          queue,
          chunks.filter(({ organizationId }) => shardOf(organizationId, shards.length) === shard),
        ),
      );
    },
    // A server without memory, or whose disk is full, still answers what only reads.
    ping: () => onEachShard((queue) => connection.set(queue.toKey('ping'), '1', 'EX', PING_SECONDS)),
    checkEviction: async () => {
      if (connection.status !== 'ready') throw new Error('Redis is not connected');
      await refuseEviction(connection);
    },
    close: async () => {
      await Promise.all(shards.map((queue) => queue.close()));
      connection.disconnect();
    },
  };
}

async function addJobs(queue: Queue<ChunkJob>, chunks: readonly QueuedChunk[]): Promise<void> {
  if (chunks.length === 0) return;
  await queue.addBulk(
    chunks.map(({ phase, priority = 0, late: _, ...data }) => ({
      name: JOB_OF_PHASE[phase],
      data,
      // The database decides about another attempt, so nothing is retained or retried here.
      opts: {
        jobId: jobId(JOB_OF_PHASE[phase], data),
        attempts: 1,
        priority,
        removeOnComplete: true,
        removeOnFail: true,
      },
    })),
  );
  for (const chunk of chunks.filter(({ late }) => late)) {
    const job = await queue.getJob(jobId(JOB_OF_PHASE[chunk.phase], chunk));
    // One that is gone by now has been taken, which is all that was wanted.
    await job?.changePriority({ priority: 0 }).catch(() => undefined);
  }
}
