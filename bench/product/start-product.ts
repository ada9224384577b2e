import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Redis } from 'ioredis';
import { peakMemoryMb } from '../measure/peak-memory';
import { endWithBench } from './end-with-bench';
import { freePort } from './free-port';

const ROOT = path.resolve(__dirname, '../..');
const GiB = 1024 ** 3;

/** The API and the workers, as the processes that they are in production. */
export type Product = {
  url: string;
  /** Numbers of the processes. */
  api: number;
  workers: readonly number[];
  /** The most memory of the API, and of the worker that had the most, since they started. */
  peaks(): Promise<{ api: number; worker: number }>;
  stop(): Promise<void>;
};
export type ProductServers = {
  databaseUrl: string;
  redisUrl: string;
  redis: Redis;
  directory: string;
  /** Each process writes what its time went into when it ends, to a file whose path begins like this. */
  profilePath?: string | undefined;
};

/** Starts fresh processes, so that each case has its own peak of memory, over an empty queue and an empty storage. */
export async function startProduct(
  { databaseUrl, redisUrl, redis, directory, profilePath }: ProductServers,
  workers: number,
): Promise<Product> {
  const storage = path.join(directory, 'storage');
  await mkdir(storage, { recursive: true });
  const port = await freePort();
  const prefix = `bench-${randomBytes(6).toString('hex')}`;
  const environment = {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    LOG_LEVEL: 'warn',
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    STORAGE_URL: pathToFileURL(storage).href,
    QUEUE_PREFIX: `{${prefix}}`,
    SESSION_SECRET: randomBytes(32).toString('hex'),
    PORT: String(port),
    MAX_UPLOAD_BYTES: String(64 * GiB),
    // What the bench's own environment says about the product, to try it out.
    ...Object.fromEntries(TUNED.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
  };
  const start = (app: string, name: string) =>
    startApp(app, {
      environment,
      options: profilePath ? profileOptions(`${profilePath}-${name}.cpuprofile`) : [],
      logFile: path.join(directory, `${name}.log`),
    });
  const api = start('api', 'api');
  const running = Array.from({ length: workers }, (_, index) => start('worker', `worker-${index + 1}`));
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url, api);
  return {
    url,
    api: numberOf(api),
    workers: running.map(numberOf),
    async peaks() {
      const peaks = await Promise.all(running.map(numberOf).map(peakMemoryMb));
      return { api: await peakMemoryMb(numberOf(api)), worker: Math.max(0, ...peaks) };
    },
    async stop() {
      await Promise.all([api, ...running].map(end));
      await forgetKeys(redis, `{${prefix}}*`);
      await rm(storage, { recursive: true, force: true });
    },
  };
}

const TUNED = ['ROWS_PER_CHUNK', 'BYTES_PER_CHUNK', 'WORKER_CONCURRENCY', 'PAIRS_PER_CHUNK', 'NODE_OPTIONS'];

const profileOptions = (file: string) => [
  '--cpu-prof',
  `--cpu-prof-dir=${path.dirname(file)}`,
  `--cpu-prof-name=${path.basename(file)}`,
];

/** 0 of one that could not be started. */
const numberOf = ({ pid = 0 }: ChildProcess) => pid;

type AppProcess = { environment: NodeJS.ProcessEnv; options: readonly string[]; logFile: string };

function startApp(app: string, { environment, options, logFile }: AppProcess): ChildProcess {
  const main = path.join(ROOT, 'apps', app, 'dist/main.js');
  const child = spawn(process.execPath, [...options, main], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(logFile);
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  return endWithBench(child);
}

async function untilReady(url: string, api: ChildProcess): Promise<void> {
  while (api.exitCode === null) {
    const response = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (response?.ok) return;
    await delay(50);
  }
  throw new Error('the API did not start; its log is beside the database of the bench');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

async function forgetKeys(redis: Redis, pattern: string): Promise<void> {
  for await (const keys of redis.scanStream({ match: pattern, count: 1_000 }))
    if (keys.length > 0) await redis.unlink(...keys);
}
