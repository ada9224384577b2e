import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import type { Phase } from '../contracts/bulk-reset';
import { type ChunkJob, JOB_OF_PHASE, jobId } from './jobs';

export const QUEUE_NAME = 'chunks';

export type ChunkQueue = {
  /** Adds jobs that are not in the queue yet; an id that is there already is left alone. */
  add(chunks: readonly (ChunkJob & { phase: Phase })[]): Promise<void>;
  /** Rejects when Redis does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
};

/**
 * The producer's side. Fails fast while Redis is away: MySQL knows what is due, and the reconciler delivers it later.
 * @param prefix first part of every key; its braces keep the queue on one node of a cluster
 */
export function createChunkQueue(redisUrl: string, prefix: string): ChunkQueue {
  const connection = new Redis(redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
  connection.on('error', () => undefined); // the caller of a failed command hears of it; ioredis reconnects by itself
  const queue = new Queue<ChunkJob>(QUEUE_NAME, { connection, prefix, skipVersionCheck: true });
  queue.on('error', () => undefined);
  return {
    async add(chunks) {
      if (chunks.length === 0) return;
      await queue.addBulk(
        chunks.map(({ phase, ...data }) => ({
          name: JOB_OF_PHASE[phase],
          data,
          // The database decides about another attempt, so nothing is retained or retried here.
          opts: {
            jobId: jobId(JOB_OF_PHASE[phase], data),
            attempts: 1,
            removeOnComplete: true,
            removeOnFail: true,
          },
        })),
      );
    },
    ping: async () => {
      await connection.ping();
    },
    close: async () => {
      await queue.close();
      connection.disconnect();
    },
  };
}
