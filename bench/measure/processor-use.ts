import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import type { Redis } from 'ioredis';
import type { DataSource } from 'typeorm';
import type { Product } from '../product/start-product';
import type { Figures } from './figures';
import { processorSeconds } from './processor-seconds';

/**
 * Seconds of processor time that the API, all workers together, the database and Redis have used since they started.
 * What cannot be known is missing: of a database on another machine, for one.
 */
export async function processorUse(
  { db, redis }: { db: DataSource; redis: Redis },
  { api, workers }: Pick<Product, 'api' | 'workers'>,
): Promise<Figures> {
  const database = await findDatabaseProcess(db);
  const known = {
    apiCpuSeconds: await processorSeconds(api),
    workerCpuSeconds: total(await Promise.all(workers.map(processorSeconds))),
    databaseCpuSeconds: database && (await processorSeconds(database)),
    redisCpuSeconds: await redisSeconds(redis),
  };
  return Object.fromEntries(
    Object.entries(known).flatMap(([name, seconds]) => (seconds === undefined ? [] : [[name, seconds]])),
  );
}

/** Unknown as soon as one of them is. */
const total = (all: readonly (number | undefined)[]) =>
  all.reduce((sum, one) => (sum === undefined || one === undefined ? undefined : sum + one), 0);

/** By the file in which the server has written its number, if it runs on this machine and the file can be read. */
async function findDatabaseProcess(db: DataSource): Promise<number | undefined> {
  const [{ host, directory, pidFile }]: [{ host: string; directory: string; pidFile: string }] =
    await db.query('SELECT @@hostname AS host, @@datadir AS directory, @@pid_file AS pidFile');
  if (host !== hostname()) return undefined;
  const text = await readFile(path.resolve(directory, pidFile), 'utf8').catch(() => '');
  return Number.parseInt(text, 10) || undefined;
}

async function redisSeconds(redis: Redis): Promise<number | undefined> {
  const told = await redis.info('cpu');
  const seconds = [/^used_cpu_user:([\d.]+)/m, /^used_cpu_sys:([\d.]+)/m].map((line) =>
    Number(line.exec(told)?.[1] ?? Number.NaN),
  );
  const sum = seconds.reduce((one, other) => one + other);
  return Number.isNaN(sum) ? undefined : sum;
}
