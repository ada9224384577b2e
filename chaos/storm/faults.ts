import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '@reset/shared/generate/random';
import { COMMIT } from '@reset/shared/testing/tcp-proxy.fixture';
import { Redis } from 'ioredis';
import { replaceApi, replaceWorker, type StormSystem } from './storm-system';

/** What can be done to a system, each undone by itself when it is over. */
type Fault = (storm: StormSystem, random: Random) => Promise<void>;

const someWorker = ({ workers }: StormSystem, random: Random) => random.below(workers.length);
const someApi = ({ apis }: StormSystem, random: Random) => random.below(apis.length);
const milliseconds = (random: Random, most: number) => delay(random.below(most));

export const FAULTS = {
  'worker killed': (storm, random) => replaceWorker(storm, someWorker(storm, random), 'SIGKILL'),
  'worker stopped politely': (storm, random) => replaceWorker(storm, someWorker(storm, random), 'SIGTERM'),
  /** Often longer than its lease lasts. */
  'worker frozen': (storm, random) => freeze(storm.workers[someWorker(storm, random)]?.pid, random, 25_000),
  'API killed': (storm, random) => replaceApi(storm, someApi(storm, random), 'SIGKILL'),
  'API stopped politely': (storm, random) => replaceApi(storm, someApi(storm, random), 'SIGTERM'),
  'API frozen': (storm, random) => freeze(storm.apis[someApi(storm, random)]?.child.pid, random, 8_000),
  'Redis flushed': async ({ redis }) => {
    const client = new Redis(redis.url, { lazyConnect: true, retryStrategy: null, maxRetriesPerRequest: 0 });
    client.on('error', () => undefined);
    await client
      .connect()
      .then(() => client.flushall())
      .catch(() => undefined);
    client.disconnect();
  },
  'Redis killed': ({ redis }, random) => away(redis, random, 8_000),
  'database killed': ({ mysql }, random) => away(mysql, random, 6_000),
  'database connections killed': async ({ system }) => {
    await killConnections((sql) => system.dataSource.query(sql)).catch(() => undefined);
  },
  'database line cut': async ({ databaseLine }) => void databaseLine.cut(),
  'Redis line cut': async ({ redisLine }) => void redisLine.cut(),
  'database line slow': ({ databaseLine }, random) => slow(databaseLine, random),
  'Redis line slow': ({ redisLine }, random) => slow(redisLine, random),
  'database line dead': ({ databaseLine }, random) => dead(databaseLine, random),
  'Redis line dead': ({ redisLine }, random) => dead(redisLine, random),
  'answer to COMMIT lost': async ({ databaseLine }) => {
    await Promise.race([databaseLine.loseAnswerTo(COMMIT), delay(5_000)]);
  },
  'COMMIT lost': async ({ databaseLine }) => {
    await Promise.race([databaseLine.loseRequest(COMMIT), delay(5_000)]);
  },
} as const satisfies Record<string, Fault>;
export type FaultName = keyof typeof FAULTS;
export const FAULT_NAMES = Object.keys(FAULTS) as [FaultName, ...FaultName[]];

/** Two of these at once would undo each other. */
const SUBJECTS = ['worker', 'API', 'Redis line', 'database line', 'Redis', 'database'] as const;
export const subjectOf = (fault: FaultName): string =>
  fault.includes('COMMIT')
    ? 'database line'
    : (SUBJECTS.find((subject) => fault.startsWith(subject)) ?? fault);

async function freeze(pid: number | undefined, random: Random, most: number): Promise<void> {
  if (pid === undefined || !signalled(pid, 'SIGSTOP')) return;
  await milliseconds(random, most);
  signalled(pid, 'SIGCONT');
}

function signalled(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false; // it has ended meanwhile
  }
}

async function away(server: StormSystem['redis'], random: Random, most: number): Promise<void> {
  await server.kill();
  await milliseconds(random, most);
  await server.start();
}

async function slow(line: StormSystem['redisLine'], random: Random): Promise<void> {
  line.delayBy(1 + random.below(80));
  await milliseconds(random, 6_000);
  line.delayBy(0);
}

async function dead(line: StormSystem['redisLine'], random: Random): Promise<void> {
  line.set(random.pick(['hole', 'refuse']));
  await milliseconds(random, 6_000);
  line.set('pass');
}

async function killConnections(query: (sql: string) => Promise<unknown>): Promise<void> {
  const rows = (await query(
    'SELECT id FROM information_schema.processlist WHERE id <> CONNECTION_ID() AND user <> "system user"',
  )) as { id: number }[];
  for (const { id } of rows) await query(`KILL CONNECTION ${Number(id)}`).catch(() => undefined);
}
