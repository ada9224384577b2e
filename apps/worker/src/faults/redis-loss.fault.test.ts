import { cp, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Phase } from '@reset/shared/contracts/bulk-reset';
import {
  type FaultBench,
  type FaultServers,
  SHORT_LEASES,
  startFaultBench,
  startFaultServers,
} from '@reset/shared/testing/fault-bench.fixture';
import {
  untilEachMisses,
  untilItWaitsFor,
  WORKERS_SAY,
} from '@reset/shared/testing/process-readiness.fixture';
import { redisCommand } from '@reset/shared/testing/redis-command.fixture';

let servers: FaultServers;
let bench: FaultBench;
beforeAll(async () => {
  servers = await startFaultServers({ redisKeepsData: true });
  bench = await startFaultBench(servers, { env: SHORT_LEASES });
});
afterAll(async () => {
  await bench.stop();
  await servers.stop();
});

/** Longer than anything in BullMQ or ioredis waits before it asks again. */
const AWAY_MS = 40_000;
const flush = () => redisCommand(servers.redis.url, 'FLUSHALL');
const data = () => path.join(servers.redis.directory, 'redis');
const PHASES_WITH_CHUNKS: readonly Phase[] = ['validate', 'settle', 'report', 'reset'];

test('15: Redis is killed and comes back with its append-only file', async () => {
  const file = await bench.upload({ confirmed: true });
  await file.untilInHand('validate');
  await servers.redis.kill();
  await servers.redis.start();
  await file.untilInHand('reset');
  await servers.redis.kill();
  await servers.redis.start();
  expect(await file.check('completed')).toEqual([]);
});

test('15: Redis is killed and comes back with an empty directory', async () => {
  const file = await bench.upload({ confirmed: true });
  for (const phase of ['validate', 'reset'] as const) {
    await file.untilInHand(phase);
    await servers.redis.kill();
    await rm(data(), { recursive: true });
    await servers.redis.start();
  }
  expect(await file.check('completed')).toEqual([]);
});

test('16: Redis is away for 40 s, for workers with work in hand and for idle ones', async () => {
  const idle = await startFaultBench(servers, { workers: 1, env: { ...SHORT_LEASES, ...WORKERS_SAY } });
  const busy = await startFaultBench(servers, { env: { ...SHORT_LEASES, ...WORKERS_SAY } });
  try {
    const inHand = await busy.upload({ confirmed: true });
    await inHand.untilInHand('validate');
    await untilEachMisses(idle.system);
    await servers.redis.kill();
    const away = delay(AWAY_MS);
    await Promise.all([idle, busy].map(({ system }) => untilEachMisses(system, 'redis', 'redisKeepsJobs')));
    // What comes in the meantime is accepted all the same.
    const accepted = await idle.upload({ confirmed: true });
    for (const [{ client }, { id }] of [
      [busy, inHand],
      [idle, accepted],
    ] as const)
      expect(await untilItWaitsFor(client, id, 'redis')).toMatch(/^Redis takes no jobs/);
    await away;
    await servers.redis.start();
    const ends = [inHand.check('completed'), accepted.check('completed')];
    expect(await Promise.all(ends)).toEqual([[], []]);
    await Promise.all([idle, busy].map(({ system }) => untilEachMisses(system)));
  } finally {
    await Promise.all([idle.stop(), busy.stop()]);
  }
});

test('17: FLUSHALL during upload, validation, settling, the report, the reset and completion', async () => {
  const uploading = bench.upload({ confirmed: true });
  await flush();
  const file = await uploading;
  await flush();
  for (const phase of PHASES_WITH_CHUNKS) {
    await file.untilInHand(phase);
    await flush();
  }
  const checking = file.check('completed');
  await file.untilStatus('completed');
  await flush();
  expect(await checking).toEqual([]);
});

test('21: Redis comes back from an old backup with jobs of chunks that are done: they do nothing', async () => {
  const file = await bench.upload({ confirmed: true });
  await file.untilInHand('reset');
  const backup = `${data()}-backup`;
  await cp(data(), backup, { recursive: true });
  const waiting = await redisCommand(servers.redis.url, 'DBSIZE');
  expect(waiting).toBeGreaterThan(0);
  expect(await file.check('completed')).toEqual([]);
  await servers.redis.kill();
  await rm(data(), { recursive: true });
  await cp(backup, data(), { recursive: true });
  // Or they would be done with the old jobs before anybody has seen them.
  for (const worker of bench.system.workers) worker.kill('SIGSTOP');
  await servers.redis.start();
  expect(await redisCommand(servers.redis.url, 'KEYS', '*:chunks:*-chunk-*')).not.toEqual([]);
  for (const worker of bench.system.workers) worker.kill('SIGCONT');
  // The old jobs go before the new ones; afterwards neither they nor anything else is left.
  const next = await bench.upload({ confirmed: true });
  expect(await next.check('completed')).toEqual([]);
  expect(await file.check('completed')).toEqual([]);
});
