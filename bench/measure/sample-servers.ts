import type { Redis } from 'ioredis';
import type { DataSource } from 'typeorm';

/** The most that was seen of what must not grow with a file. */
export type ServerLoad = { redisKeys: number; mysqlConnections: number };

const INTERVAL_MS = 500;

/**
 * Looks every half second at the keys of Redis and at the connections to the database, without those of the bench
 * itself.
 * @param db of one connection
 */
export function sampleServers({ db, redis }: { db: DataSource; redis: Redis }): {
  stop: () => Promise<ServerLoad>;
} {
  const most: ServerLoad = { redisKeys: 0, mysqlConnections: 0 };
  const look = async () => {
    const [{ connections }]: [{ connections: number }] = await db.query(
      'SELECT COUNT(*) - 1 AS connections FROM information_schema.processlist WHERE db = DATABASE()',
    );
    most.redisKeys = Math.max(most.redisKeys, await redis.dbsize());
    most.mysqlConnections = Math.max(most.mysqlConnections, connections);
  };
  let looking = look();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, INTERVAL_MS);
  return {
    async stop() {
      clearInterval(timer);
      await looking;
      return most;
    },
  };
}
