import { Cluster } from 'ioredis';
import type { RedisConnection } from './open-redis';

/** @param info what a server answers to INFO. @returns the policy, where it is one with which jobs are lost */
export function evictingPolicy(info: string): string | undefined {
  const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1];
  return policy === undefined || policy === 'noeviction' ? undefined : policy;
}

/**
 * Asks with INFO and not with CONFIG, which hosted servers refuse; in a cluster every node that holds slots.
 * @throws Error where a server throws keys away when its memory is short
 */
export async function refuseEviction(connection: RedisConnection): Promise<void> {
  const nodes = connection instanceof Cluster ? connection.nodes('master') : [connection];
  const policies = await Promise.all(nodes.map(async (node) => evictingPolicy(await node.info('memory'))));
  const policy = policies.find((one) => one !== undefined);
  if (policy) throw new Error(`Redis evicts keys when its memory is short: maxmemory-policy ${policy}`);
}
