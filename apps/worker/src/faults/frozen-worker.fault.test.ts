import type { ChildProcess } from 'node:child_process';
import type { Failpoint } from '@reset/shared/failpoints/failpoint';
import { untilAt, untilSaid } from '@reset/shared/testing/doomed-process.fixture';
import {
  type FaultBench,
  NO_FAILPOINTS,
  SHORT_LEASES,
  sharedServers,
  startFaultBench,
} from '@reset/shared/testing/fault-bench.fixture';
import { endProcess } from '@reset/shared/testing/running-system.fixture';

let bench: FaultBench;
beforeAll(async () => {
  bench = await startFaultBench(sharedServers(), { workers: 0, env: { ...SHORT_LEASES, ...NO_FAILPOINTS } });
});
afterEach(() => bench.system.endWorkers('SIGKILL'));
afterAll(() => bench.stop());

/** Starts a worker that freezes at a place, with a chunk in hand. */
async function frozenAt(place: Failpoint): Promise<ChildProcess> {
  const worker = bench.system.startWorker({ FAILPOINTS: `${place}=stop` });
  await untilAt(bench.system, worker, place);
  return worker;
}

/** The lease is seen to be lost, or the server has ended the transaction: nothing else is an answer. */
const REFUSED = /"kind":"(superseded|let-go|away)"[^\n]*"msg":"chunk not finished"/;

async function goOn(worker: ChildProcess): Promise<void> {
  worker.kill('SIGCONT');
  await untilSaid(bench.system, worker, REFUSED);
}

test.each([
  'validate:claimed',
  'validate:effects',
  'settle:claimed',
  'summarize:fenced',
  'report:claimed',
  'report:stored',
  'report:fenced',
  'reset:claimed',
  'reset:begun',
  'reset:effects',
  'reset:fenced',
] as const)('4: a worker is frozen at %s until another has done its work, and goes on', async (place) => {
  const file = await bench.upload({ confirmed: true });
  const frozen = await frozenAt(place);
  const other = bench.system.startWorker();
  await file.untilStatus('completed', 'failed');
  await goOn(frozen);
  await endProcess(other);
  // It is as good as any other now.
  const next = await bench.upload({ confirmed: true });
  expect(await next.check('completed')).toEqual([]);
  expect(await file.check('completed')).toEqual([]);
});

test.each([
  ['a chunk is claimed', 'claim:written'],
  ['a bulk reset is moved on', 'advance:moved'],
] as const)('4: a worker is frozen in the transaction in which %s, and others go on', async (_, place) => {
  const file = await bench.upload({ confirmed: true });
  const frozen = await frozenAt(place);
  const other = bench.system.startWorker();
  await file.untilStatus('completed', 'failed');
  frozen.kill('SIGCONT');
  await untilSaid(bench.system, frozen, /"msg":"(job failed|upkeep delayed)"/);
  await endProcess(other);
  const next = await bench.upload({ confirmed: true });
  expect(await next.check('completed')).toEqual([]);
  expect(await file.check('completed')).toEqual([]);
});

test.each(['reset:claimed', 'reset:fenced'] as const)(
  '4: a worker is frozen at %s while its bulk reset is cancelled, and resets nothing any more',
  async (place) => {
    const file = await bench.upload({ confirmed: true });
    const frozen = await frozenAt(place);
    await file.ask('cancel');
    bench.system.startWorker();
    await file.untilStatus('cancelled');
    await goOn(frozen);
    expect(await file.check('cancelled')).toEqual([]);
    expect(await file.chunks('done', 'reset')).toBe(0);
  },
);

test.each([
  'validate:claimed',
  'validate:effects',
  'report:writing',
  'reset:claimed',
  'reset:effects',
] as const)('5: the event loop of a worker is blocked at %s for longer than its lease', async (place) => {
  const file = await bench.upload({ confirmed: true });
  const blocked = bench.system.startWorker({ FAILPOINTS: `${place}=block:7000` });
  await untilAt(bench.system, blocked, place);
  const other = bench.system.startWorker();
  await untilSaid(bench.system, blocked, REFUSED);
  expect(await file.check('completed')).toEqual([]);
  await Promise.all([endProcess(blocked), endProcess(other)]);
});
