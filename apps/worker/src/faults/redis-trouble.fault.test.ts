import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
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
import { mountSmallDisk, type SmallDisk } from '@reset/shared/testing/small-disk.fixture';

let servers: FaultServers;
let disk: SmallDisk;
/** One has work in hand when the trouble begins, the other is idle. */
let busy: FaultBench;
let idle: FaultBench;
beforeAll(async () => {
  servers = await startFaultServers({ redisKeepsData: true });
  await servers.redis.kill();
  disk = await mountSmallDisk(path.join(servers.redis.directory, 'redis'), '8m');
  await servers.redis.start();
  busy = await startFaultBench(servers, { env: { ...SHORT_LEASES, ...WORKERS_SAY } });
  idle = await startFaultBench(servers, { workers: 1, env: { ...SHORT_LEASES, ...WORKERS_SAY } });
});
afterAll(async () => {
  await Promise.all([busy.stop(), idle.stop()]);
  await servers.redis.kill();
  await disk.unmount();
  await servers.stop();
});

const command = (...words: [string, ...string[]]) => redisCommand(servers.redis.url, ...words);
const config = (name: string, value: string) => command('CONFIG', 'SET', name, value);
const eachMisses = (...failed: string[]) =>
  Promise.all([busy, idle].map(({ system }) => untilEachMisses(system, ...failed)));

/** Work is in hand when the trouble begins, and more comes while it lasts. */
async function goThrough(
  misses: readonly string[],
  begin: () => Promise<unknown>,
  end: () => Promise<unknown>,
) {
  const inHand = await busy.upload({ confirmed: true });
  await inHand.untilInHand('validate');
  await eachMisses();
  await begin();
  await eachMisses(...misses);
  const accepted = await idle.upload({ confirmed: true });
  const words = await Promise.all([
    untilItWaitsFor(busy.client, inHand.id, 'redis'),
    untilItWaitsFor(idle.client, accepted.id, 'redis'),
  ]);
  expect(new Set(words)).toEqual(
    new Set(['Redis takes no jobs at the moment. The work goes on by itself when it does again.']),
  );
  await end();
  expect(await Promise.all([inHand.check('completed'), accepted.check('completed')])).toEqual([[], []]);
  await eachMisses();
}

test('18: Redis has no memory left', () =>
  goThrough(
    ['redis'],
    () => config('maxmemory', '1mb'),
    () => config('maxmemory', '0'),
  ));

test('18: the disk of Redis is full', () => goThrough(['redis'], disk.fill, disk.free));

test('19: Redis has become a replica, which is read-only', () =>
  goThrough(
    ['redis'],
    () => command('REPLICAOF', '127.0.0.1', '1'),
    () => command('REPLICAOF', 'NO', 'ONE'),
  ));

test('19: Redis sleeps for 45 s', () => {
  let slept: Promise<void>;
  return goThrough(
    ['redis', 'redisKeepsJobs'],
    async () => {
      process.kill(servers.redis.pid(), 'SIGSTOP');
      slept = delay(45_000);
    },
    async () => {
      await slept;
      process.kill(servers.redis.pid(), 'SIGCONT');
    },
  );
});

test('19: all clients of Redis are killed, again and again', async () => {
  const files = [];
  for (const phase of ['validate', 'settle', 'report', 'reset'] as const) {
    // Work goes on between two kills, so that each phase needs a file of its own to be in the middle of.
    const file = await busy.upload({ confirmed: true });
    files.push(file);
    await file.untilInHand(phase);
    for (let storm = 0; storm < 20; storm += 1) {
      expect(Number(await command('CLIENT', 'KILL', 'TYPE', 'normal'))).toBeGreaterThanOrEqual(0);
      await delay(50);
    }
  }
  const next = await idle.upload({ confirmed: true });
  const ends = await Promise.all([...files, next].map((file) => file.check('completed')));
  expect(ends).toEqual(ends.map(() => []));
  await eachMisses();
});

test('20: Redis has a policy that throws jobs away, and throws them away', async () => {
  const file = await busy.upload();
  await file.untilInHand('validate');
  await config('maxmemory-policy', 'allkeys-random');
  await eachMisses('redisKeepsJobs');
  const log = await busy.system.logOf(busy.system.api);
  expect(log).toMatch(/"level":50,.*"redisKeepsJobs":"failed".*"msg":"not ready"/);
  await file.confirm();
  await file.untilInHand('reset');
  await config('maxmemory', '1mb');
  await config('maxmemory', '0');
  await config('maxmemory-policy', 'noeviction');
  expect(await file.check('completed')).toEqual([]);
  await eachMisses();
});
