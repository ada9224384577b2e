import type { Redis } from 'ioredis';
import type { DataSource } from 'typeorm';
import { rounded } from '../result';

/** The most that was seen of what must not grow with a file. */
export type ServerLoad = { redisKeys: number; redisMemoryMb: number; mysqlConnections: number };

const INTERVAL_MS = 250;
const MB = 1_000_000;

/**
 * Looks four times a second, and once at the end, at the keys and the memory of Redis and at the connections to the
 * database, without those of the bench itself.
 * @param db of one connection
 */
export function sampleServers({ db, redis }: { db: DataSource; redis: Redis }): {
  stop: () => Promise<ServerLoad>;
} {
  const most: ServerLoad = { redisKeys: 0, redisMemoryMb: 0, mysqlConnections: 0 };
  const look = async () => {
    most.redisKeys = Math.max(most.redisKeys, await redis.dbsize());
    most.redisMemoryMb = Math.max(most.redisMemoryMb, await memoryMbOf(redis));
    most.mysqlConnections = Math.max(most.mysqlConnections, await countConnections(db));
  };
  let looking = look();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, INTERVAL_MS);
  return {
    async stop() {
      clearInterval(timer);
      await looking.then(look);
      return most;
    },
  };
}

/** What Redis has allocated, its data and its own needs. */
async function memoryMbOf(redis: Redis): Promise<number> {
  const [, bytes] = /^used_memory:(\d+)/m.exec(await redis.info('memory')) ?? [];
  return rounded(Number(bytes ?? 0) / MB);
}

async function countConnections(db: DataSource): Promise<number> {
  const [{ connections }]: [{ connections: number }] = await db.query(
    'SELECT COUNT(*) - 1 AS connections FROM information_schema.processlist WHERE db = DATABASE()',
  );
  return connections;
}
