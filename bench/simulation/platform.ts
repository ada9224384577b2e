import { shardOf } from '@reset/shared/queue/queue-shards';
import type { Order } from './chunk-order';

/** How work is handed out. */
export type Strategy = {
  order: Order;
  /**
   * At most so many chunks of one bulk reset are queued or running. `adaptive` shares twice the fleet's places among the
   * active bulk resets.
   */
  window: number | 'adaptive';
  /** At most so many chunks of one organization are queued or running. */
  organizationCap?: number;
};

export type Platform = {
  workers: number;
  /** Chunks that one worker has in hand at once. */
  concurrency: number;
  databases: number;
  coresPerDatabase: number;
  queueShards: number;
  redisNodes: number;
  /** Whether each worker takes from all queue shards, or from one of its own. */
  shardsPerWorker: 'all' | 'one';
  /** How many workers do upkeep. */
  upkeepBy: 'every-worker' | number;
  strategy: Strategy;
};

/** What the product does now. */
export const CURRENT_STRATEGY: Strategy = { order: 'priority', window: 8 };

/** A middling system, for scenarios to change. */
export const platformOf = (changes: Partial<Platform>): Platform => ({
  workers: 100,
  concurrency: 2,
  databases: 4,
  coresPerDatabase: 16,
  queueShards: 1,
  redisNodes: 1,
  shardsPerWorker: 'all',
  upkeepBy: 'every-worker',
  strategy: CURRENT_STRATEGY,
  ...changes,
});

/** An organization lives in one database and one queue shard. The two know nothing of each other. */
export const databaseOf = (organization: number, { databases }: Platform): number =>
  Math.floor(((Math.imul(organization + 1, 0x85eb_ca6b) >>> 0) / 2 ** 32) * databases);
export const queueShardOf = (organization: number, { queueShards }: Platform): number =>
  shardOf(organization + 1, queueShards);
