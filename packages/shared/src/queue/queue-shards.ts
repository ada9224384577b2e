/** Named as in the environment: a part of every app's configuration. */
export type QueueConfig = { REDIS_URL: string; QUEUE_PREFIX: string; QUEUE_SHARDS: number };

/**
 * The first part of the keys of each shard. What stands in braces decides on the node, so that all keys of a shard are
 * on one node of a cluster, and shards on several. One shard alone has the prefix as it stands.
 */
export function shardPrefixes({ QUEUE_PREFIX, QUEUE_SHARDS }: Omit<QueueConfig, 'REDIS_URL'>): string[] {
  if (QUEUE_SHARDS === 1) return [QUEUE_PREFIX];
  return Array.from({ length: QUEUE_SHARDS }, (_, shard) => QUEUE_PREFIX.replace('}', `-${shard}}`));
}

/**
 * The shard of an organization, always the same for a number of shards. The remainder alone would put all of them
 * into one shard where the database counts in steps, as a cluster of databases does.
 */
export function shardOf(organizationId: number, shards: number): number {
  const scattered = Math.imul(organizationId, 0x9e3779b1) >>> 0; // the golden ratio of 2^32: neighbours end far apart
  return Math.floor((scattered / 2 ** 32) * shards);
}
