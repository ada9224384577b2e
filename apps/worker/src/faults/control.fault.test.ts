import { untilAt } from '@reset/shared/testing/doomed-process.fixture';
import {
  type FaultBench,
  type FileOnBench,
  NO_FAILPOINTS,
  SHORT_LEASES,
  sharedServers,
  startFaultBench,
} from '@reset/shared/testing/fault-bench.fixture';

let bench: FaultBench;
beforeAll(async () => {
  bench = await startFaultBench(sharedServers(), { workers: 0, env: { ...SHORT_LEASES, ...NO_FAILPOINTS } });
});
afterEach(() => bench.system.endWorkers('SIGKILL'));
afterAll(() => bench.stop());

/** A worker that takes the first two chunks of the reset and hangs over the third. */
async function hangingAt(place: 'claimed' | 'fenced' | 'committed') {
  const worker = bench.system.startWorker({ FAILPOINTS: `reset:${place}=hang@3` });
  await untilAt(bench.system, worker, `reset:${place}`);
}

/** Asked twice it is one cancellation, and neither is an error. */
async function cancelTwice(file: FileOnBench): Promise<void> {
  expect([await file.ask('cancel'), await file.ask('cancel')]).toEqual([202, 202]);
}

/** A reset that waits for its first worker. */
async function givenResetChunks(): Promise<{ file: FileOnBench; chunks: number }> {
  const file = await bench.upload();
  bench.system.startWorker();
  await file.untilStatus('ready');
  await bench.system.endWorkers('SIGKILL');
  await file.confirm();
  return { file, chunks: (await file.chunks('waiting', 'reset')) + (await file.chunks('queued', 'reset')) };
}

describe('33: cancelled, in each status', () => {
  test('validating', async () => {
    const file = await bench.upload({ confirmed: true });
    await cancelTwice(file);
    bench.system.startWorker();
    expect(await file.checkStoppedEarly('cancelled')).toEqual([]);
    expect(await file.audited('cancelled')).toBe(1);
  });

  test('settling', async () => {
    const file = await bench.upload({ confirmed: true });
    bench.system.startWorker({ FAILPOINTS: 'settle:claimed=hang' });
    await file.untilStatus('settling');
    await cancelTwice(file);
    await bench.system.endWorkers('SIGKILL');
    bench.system.startWorker();
    expect(await file.checkStoppedEarly('cancelled')).toEqual([]);
    expect(await file.audited('cancelled')).toBe(1);
  });

  test.each([
    ['needs-fixes', true],
    ['ready', false],
  ] as const)('%s', async (status, withErrors) => {
    const file = await bench.upload({ withErrors });
    bench.system.startWorker();
    await file.untilStatus(status);
    await cancelTwice(file);
    expect(await file.check('cancelled')).toEqual([]);
    expect(await file.audited('cancelled')).toBe(1);
  });

  test('resetting, pausing and paused', async () => {
    for (const pauses of [0, 1, 2]) {
      const file = await bench.upload({ confirmed: true });
      await hangingAt('claimed');
      if (pauses > 0) await file.ask('pause');
      if (pauses > 1) {
        await bench.system.endWorkers('SIGKILL');
        bench.system.startWorker();
        await file.untilStatus('paused');
      }
      await cancelTwice(file);
      await bench.system.endWorkers('SIGKILL');
      bench.system.startWorker();
      expect(await file.check('cancelled')).toEqual([]);
      expect(await file.audited('cancelled')).toBe(1);
      expect(await file.chunks('done', 'reset')).toBe(2);
      await bench.system.endWorkers('SIGKILL');
    }
  });

  test('completed, which is too late', async () => {
    const file = await bench.upload({ confirmed: true });
    bench.system.startWorker();
    await file.untilStatus('completed');
    expect(await file.ask('cancel')).toBe(409);
    expect(await file.check('completed')).toEqual([]);
    expect(await file.audited('cancelled')).toBe(0);
  });
});

const WHERE = ['claimed', 'fenced', 'committed'] as const;
test.each(WHERE)('33: cancelled, and the worker is killed at %s; then a person retries', async (place) => {
  const file = await bench.upload({ confirmed: true });
  await hangingAt(place);
  await file.ask('cancel');
  await bench.system.endWorkers('SIGKILL');
  bench.system.startWorker();
  expect(await file.check('cancelled')).toEqual([]);
  expect(await file.chunks('done', 'reset')).toBe(place === 'committed' ? 3 : 2);
  expect(await file.ask('retry')).toBe(202);
  expect(await file.check('completed')).toEqual([]);
});

test.each(WHERE)('33: paused, and all workers are killed at %s; then it is resumed', async (place) => {
  const file = await bench.upload({ confirmed: true });
  await hangingAt(place);
  await file.ask('pause');
  await bench.system.endWorkers('SIGKILL');
  bench.system.startWorker();
  expect(await file.check('paused')).toEqual([]);
  expect(await file.chunks('done', 'reset')).toBe(place === 'committed' ? 3 : 2);
  expect(await file.ask('resume')).toBe(202);
  expect(await file.check('completed')).toEqual([]);
});

describe('33: against the last chunk', () => {
  test.each([
    ['cancel', 'claimed'],
    ['cancel', 'fenced'],
    ['cancel', 'committed'],
    ['pause', 'effects'],
  ] as const)('%s while it is at %s: the reset is over', async (verb, place) => {
    const { file, chunks } = await givenResetChunks();
    // Less than a transaction may rest.
    const worker = bench.system.startWorker({ FAILPOINTS: `reset:${place}=delay:2000@${chunks}` });
    await untilAt(bench.system, worker, `reset:${place}`);
    expect(await file.ask(verb)).toBe(202);
    expect(await file.check('completed')).toEqual([]);
  });

  test('cancel just before it is taken: it is left', async () => {
    const { file, chunks } = await givenResetChunks();
    const worker = bench.system.startWorker({ FAILPOINTS: `reset:moved-on=delay:2000@${chunks - 1}` });
    await untilAt(bench.system, worker, 'reset:moved-on');
    await file.ask('cancel');
    expect(await file.check('cancelled')).toEqual([]);
    expect(await file.chunks('done', 'reset')).toBe(chunks - 1);
  });

  test('cancel at any moment, several workers: it is cancelled or completed, and all of it counts', async () => {
    for (const left of [3, 1, 0]) {
      const { file, chunks } = await givenResetChunks();
      const slowly = { FAILPOINTS: 'reset:begun=delay:40*all' };
      for (let worker = 0; worker < 3; worker += 1) bench.system.startWorker(slowly);
      await file.untilDone('reset', chunks - left);
      expect([202, 409]).toContain(await file.ask('cancel'));
      const { status } = await file.untilStatus('cancelled', 'completed');
      expect(await file.check(status === 'completed' ? 'completed' : 'cancelled')).toEqual([]);
      await bench.system.endWorkers('SIGKILL');
    }
  });
});
