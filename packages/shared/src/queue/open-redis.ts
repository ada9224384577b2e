import { Cluster, type ClusterOptions, Redis, type RedisOptions } from 'ioredis';
import { clusterNodesOf } from '../config/redis-url';

export type RedisConnection = Redis | Cluster;

/** A node that is asked where the slots are may be as busy as the machine. */
const SLOTS_PATIENCE_MS = 5_000;

/** What a connection is for decides what becomes of its commands while Redis is away. */
const PURPOSES = {
  /** A command fails: MySQL knows what is due. */
  producer: { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: 5_000 },
  /** A command waits, as BullMQ wants it. */
  worker: { enableOfflineQueue: true, maxRetriesPerRequest: null },
} as const satisfies Record<string, RedisOptions>;

/** Connects to the server or to the cluster that `REDIS_URL` names, and connects again for as long as it is open. */
export function openRedis(redisUrl: string, purpose: keyof typeof PURPOSES): RedisConnection {
  const { enableOfflineQueue, ...options } = PURPOSES[purpose];
  if (!clusterNodesOf(redisUrl)) return new Redis(redisUrl, { enableOfflineQueue, ...options });
  return openCluster(redisUrl, options, { enableOfflineQueue });
}

/** Not connected yet, for one look: what does not answer is not asked again. */
export function openRedisOnce(redisUrl: string, patienceMs: number): RedisConnection {
  const options = { connectTimeout: patienceMs, commandTimeout: patienceMs, maxRetriesPerRequest: 0 };
  if (!clusterNodesOf(redisUrl))
    return new Redis(redisUrl, { ...options, lazyConnect: true, retryStrategy: () => null });
  return openCluster(redisUrl, options, {
    lazyConnect: true,
    clusterRetryStrategy: () => null,
    // It is for the one who looks to judge a cluster that is not whole.
    enableReadyCheck: false,
  });
}

function openCluster(redisUrl: string, redisOptions: RedisOptions, options: ClusterOptions): Cluster {
  const { username, password, protocol } = new URL(redisUrl);
  const secure = protocol === 'rediss:';
  return new Cluster(clusterNodesOf(redisUrl) ?? [], {
    ...options,
    slotsRefreshTimeout: SLOTS_PATIENCE_MS,
    redisOptions: {
      ...redisOptions,
      ...(username && { username: decodeURIComponent(username) }),
      ...(password && { password: decodeURIComponent(password) }),
      ...(secure && { tls: {} }),
    },
    // A certificate names a host, and not its address.
    ...(secure && { dnsLookup: (host, found) => found(null, host) }),
  });
}
