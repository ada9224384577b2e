import type { ChildProcess } from 'node:child_process';
import {
  type PrivateServer,
  startOwnMysql,
  startOwnRedis,
} from '@reset/shared/testing/private-servers.fixture';
import { endProcess, type RunningSystem, startSystem } from '@reset/shared/testing/running-system.fixture';
import { startTcpProxy, type TcpProxy } from '@reset/shared/testing/tcp-proxy.fixture';

/** Processes and servers that a storm may do anything to. */
export type StormSystem = {
  system: RunningSystem;
  mysql: PrivateServer;
  redis: PrivateServer;
  /** Between the processes and the servers. */
  databaseLine: TcpProxy;
  redisLine: TcpProxy;
  workers: ChildProcess[];
  apis: { child: ChildProcess; url: string }[];
  stop: () => Promise<void>;
};

const WORKERS = 3;
const APIS = 2;
/** Small chunks, so that whatever happens happens in the middle of something. */
const SMALL_CHUNKS = { ROWS_PER_CHUNK: '25', PAIRS_PER_CHUNK: '25' };

/** @param options.redisKeepsData whether Redis comes back with what it had, or empty */
export async function startStormSystem({
  redisKeepsData,
}: {
  redisKeepsData: boolean;
}): Promise<StormSystem> {
  const mysql = await startOwnMysql();
  const redis = await startOwnRedis({ keepData: redisKeepsData });
  const databaseLine = await startTcpProxy(mysql.url);
  const redisLine = await startTcpProxy(redis.url);
  const system = await startSystem({
    apis: APIS,
    workers: WORKERS,
    servers: { databaseUrl: mysql.url, redisUrl: redis.url },
    env: async (given) => ({
      ...SMALL_CHUNKS,
      DATABASE_URL: databaseLine.through(given.DATABASE_URL ?? ''),
      REDIS_URL: redisLine.through(redis.url),
    }),
  });
  return {
    system,
    mysql,
    redis,
    databaseLine,
    redisLine,
    workers: [...system.workers],
    apis: system.apis.map((child, index) => ({ child, url: system.urls[index] as string })),
    async stop() {
      await system.stop().catch(() => undefined);
      await Promise.all([databaseLine.stop(), redisLine.stop()]);
      await Promise.all([mysql.stop(), redis.stop()]);
    },
  };
}

/** Ends a worker as it is told and starts another. */
export async function replaceWorker(storm: StormSystem, at: number, signal: NodeJS.Signals): Promise<void> {
  await endProcess(storm.workers[at] as ChildProcess, signal);
  storm.workers[at] = storm.system.startWorker();
}

/** Ends an API as it is told and starts another, which needs its services to be there. */
export async function replaceApi(storm: StormSystem, at: number, signal: NodeJS.Signals): Promise<void> {
  await endProcess((storm.apis[at] as StormSystem['apis'][number]).child, signal);
  let api = await storm.system.startApi().catch(() => undefined);
  while (!api) api = await storm.system.startApi().catch(() => undefined);
  storm.apis[at] = api;
}
