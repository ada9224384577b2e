import type { Failpoint } from '@reset/shared/failpoints/failpoint';
import { ageUnfinishedWrites, untilGone } from '@reset/shared/testing/doomed-process.fixture';
import {
  type FaultBench,
  NO_FAILPOINTS,
  SHORT_LEASES,
  SLOWLY,
  sharedServers,
  startFaultBench,
} from '@reset/shared/testing/fault-bench.fixture';

const ONE_CHUNK_A_PHASE = { PAIRS_PER_CHUNK: '10000' };

let bench: FaultBench;
beforeAll(async () => {
  const env = { ...SHORT_LEASES, ...NO_FAILPOINTS, HOUSEKEEPING_INTERVAL_SECONDS: '1' };
  bench = await startFaultBench(sharedServers(), { workers: 0, env });
});
afterEach(() => bench.system.endWorkers('SIGKILL'));
afterAll(() => bench.stop());

/** Starts workers that die at these places, one after the other, so that nobody else can take their chunk. */
async function workersDieAt(places: readonly Failpoint[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  for (const place of places) {
    const doomed = bench.system.startWorker({ ...env, FAILPOINTS: `${place}=kill` });
    expect(await untilGone(doomed)).toBe('SIGKILL');
    expect(await bench.system.logOf(doomed)).toContain(`failpoint ${place} kill`);
  }
}

const BEFORE_COMMIT = ['claimed', 'begun', 'effects', 'fenced'] as const;
const AFTER_COMMIT = ['committed', 'moved-on', 'acknowledged'] as const;

test.each(['validate', 'settle', 'reset'] as const)(
  '1: workers are killed at each place of a chunk of %s, each over another chunk',
  async (phase) => {
    const file = await bench.upload({ confirmed: true });
    await workersDieAt([...BEFORE_COMMIT, ...AFTER_COMMIT].map((place) => `${phase}:${place}` as const));
    bench.system.startWorker();
    expect(await file.check('completed')).toEqual([]);
    expect((await file.used()).losses).toBeGreaterThanOrEqual(BEFORE_COMMIT.length);
  },
);

describe.each(['summarize', 'report'] as const)('1: what one worker does alone, %s', (phase) => {
  test('four are killed before their commit', async () => {
    const file = await bench.upload({ confirmed: true });
    await workersDieAt(BEFORE_COMMIT.map((place) => `${phase}:${place}` as const));
    bench.system.startWorker();
    expect(await file.check('completed')).toEqual([]);
    expect((await file.used()).losses).toBeGreaterThanOrEqual(BEFORE_COMMIT.length);
  });

  test.each(AFTER_COMMIT)('it is killed after its commit, when it has %s', async (place) => {
    const file = await bench.upload({ confirmed: true });
    await workersDieAt([`${phase}:${place}`]);
    bench.system.startWorker();
    expect(await file.check('completed')).toEqual([]);
  });
});

test('1: a worker is killed after its last commit, before the bulk reset completes', async () => {
  const file = await bench.upload();
  bench.system.startWorker();
  const view = await file.untilStatus('ready');
  await bench.system.endWorkers('SIGKILL');
  await bench.client.confirm(view);
  const chunks = await file.chunks('waiting', 'reset');
  const queued = await file.chunks('queued', 'reset');
  const doomed = bench.system.startWorker({ FAILPOINTS: `reset:committed=kill@${chunks + queued}` });
  expect(await untilGone(doomed)).toBe('SIGKILL');
  expect(await file.chunks('done', 'reset')).toBe(chunks + queued);
  expect(await bench.client.show(file.id)).toMatchObject({ status: 'resetting' });
  bench.system.startWorker();
  expect(await file.check('completed')).toEqual([]);
});

test.each([
  ['report:writing', 1],
  ['storage:before-publish', 1],
  ['report:stored', 0],
] as const)('1: a worker is killed at %s', async (place, unfinished) => {
  const file = await bench.upload({ withErrors: true });
  await workersDieAt([place]);
  expect(await ageUnfinishedWrites(bench.system)).toBe(unfinished);
  bench.system.startWorker();
  expect(await file.check('validated')).toEqual([]);
});

test('2: the same chunk of a reset kills five workers', async () => {
  const file = await bench.upload({ confirmed: true });
  const places: Failpoint[] = [
    'reset:claimed',
    'reset:begun',
    'reset:effects',
    'reset:fenced',
    'reset:effects',
  ];
  await workersDieAt(places, ONE_CHUNK_A_PHASE);
  bench.system.startWorker(ONE_CHUNK_A_PHASE);
  expect(await file.check('completed')).toEqual([]);
  expect((await file.used()).losses).toBeGreaterThanOrEqual(places.length);
});

test('3: all workers are killed in each phase, and others come', async () => {
  const slowly = { FAILPOINTS: SLOWLY };
  const three = () => Array.from({ length: 3 }, () => bench.system.startWorker(slowly));
  const file = await bench.upload({ confirmed: true });
  three();
  for (const phase of ['validate', 'settle', 'report', 'reset'] as const) {
    await file.untilInHand(phase);
    await bench.system.endWorkers('SIGKILL');
    three();
  }
  await ageUnfinishedWrites(bench.system);
  expect(await file.check('completed')).toEqual([]);
  expect((await file.used()).losses).toBeGreaterThanOrEqual(4);
});

test.each(['validate:claimed', 'report:writing'] as const)(
  '8: a worker has no memory left at %s',
  async (place) => {
    const file = await bench.upload({ confirmed: true });
    const doomed = bench.system.startWorker({
      FAILPOINTS: `${place}=oom`,
      NODE_OPTIONS: '--max-old-space-size=96',
    });
    expect(await untilGone(doomed)).toBe('SIGABRT');
    expect(await bench.system.logOf(doomed)).toContain('heap out of memory');
    if (place === 'report:writing') await ageUnfinishedWrites(bench.system);
    bench.system.startWorker();
    expect(await file.check('completed')).toEqual([]);
  },
);
