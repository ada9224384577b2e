import { readdir } from 'node:fs/promises';
import type { Phase } from '@reset/shared/contracts/bulk-reset';
import { untilAt, untilGone } from '@reset/shared/testing/doomed-process.fixture';
import { type FaultBench, sharedServers, startFaultBench } from '@reset/shared/testing/fault-bench.fixture';
import { until } from '@reset/shared/testing/running-system.fixture';

let bench: FaultBench;
beforeAll(async () => {
  bench = await startFaultBench(sharedServers(), { workers: 0 });
});
afterEach(() => bench.system.endWorkers('SIGKILL'));
afterAll(() => bench.stop());

test.each<Phase>(['validate', 'settle', 'report', 'reset'])(
  '6: SIGTERM in the middle of %s: the chunk in hand ends, another worker goes on, nothing is lost or tried again',
  async (phase) => {
    const file = await bench.upload({ confirmed: true });
    const first = bench.system.startWorker();
    await file.untilInHand(phase);
    first.kill('SIGTERM');
    expect(await untilGone(first)).toBe(0);
    expect(await bench.system.logOf(first)).not.toContain('giving chunks back');
    // Nobody has to wait for a lease of its to run out.
    expect(await bench.numberOf("SELECT COUNT(*) AS n FROM chunk WHERE state = 'running'")).toBe(0);
    bench.system.startWorker();
    expect(await file.check('completed')).toEqual([]);
    expect(await file.used()).toEqual({ attempts: 0, losses: 0 });
  },
);

test.each(['validate:claimed', 'validate:begun', 'reset:effects'] as const)(
  '6: a chunk that hangs at %s is given back at the deadline, and is another worker’s at once',
  async (place) => {
    const file = await bench.upload({ confirmed: true });
    // The lease of its own would run out when nobody waits any more.
    const hanging = bench.system.startWorker({
      FAILPOINTS: `${place}=hang`,
      STOP_DEADLINE_SECONDS: '1',
      LEASE_SECONDS: '600',
    });
    await untilAt(bench.system, hanging, place);
    hanging.kill('SIGTERM');
    expect(await untilGone(hanging)).toBe(0);
    expect(await bench.system.logOf(hanging)).toContain('giving chunks back');
    bench.system.startWorker();
    expect(await file.check('completed')).toEqual([]);
    expect(await file.used()).toEqual({ attempts: 0, losses: 0 });
  },
);

test('6: an API that is stopped in the middle of an upload takes it in before it ends, and takes no other', async () => {
  const { child, url } = await bench.system.startApi();
  let send: (bytes: Uint8Array) => void = () => undefined;
  let end: () => void = () => undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      send = (bytes) => controller.enqueue(bytes);
      end = () => controller.close();
    },
  });
  const answered = fetch(`${url}/v1/bulk-resets`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${bench.key}`, 'Content-Type': 'text/csv' },
    body,
    duplex: 'half',
  } as RequestInit);
  const bytes = new TextEncoder();
  send(bytes.encode('Learner,Content,Reset required\r\n'));
  await untilReceiving();
  child.kill('SIGTERM');
  send(bytes.encode('learner1,course1,TRUE\r\n'));
  end();
  expect((await answered).status).toBe(202);
  expect(await untilGone(child)).toBe(0);
  await expect(fetch(`${url}/health/live`)).rejects.toThrow();
});

/** The upload has a place of its own from its first bytes on. */
async function untilReceiving() {
  const incoming = `${bench.system.directory}/storage/.incoming`;
  await until(async () => (await readdir(incoming).catch(() => [])).length > 0);
}

test('7: every process is replaced, one after the other, while bulk resets run and people upload', async () => {
  const slowly = () =>
    bench.system.startWorker({ FAILPOINTS: 'validate:begun=delay:250*all,reset:begun=delay:1000*all' });
  const first = await bench.upload();
  const others = [];
  let workers = [slowly(), slowly()];
  let api = await bench.system.startApi();
  bench.useApi(api.url);
  for (const phase of ['validate', 'reset'] as const) {
    if (phase === 'reset') await first.confirm();
    await first.untilInHand(phase);
    for (const old of workers) {
      workers = [...workers.filter((worker) => worker !== old), slowly()];
      old.kill('SIGTERM');
      expect(await untilGone(old)).toBe(0);
    }
    const next = await bench.system.startApi();
    bench.useApi(next.url);
    api.child.kill('SIGTERM');
    expect(await untilGone(api.child)).toBe(0);
    api = next;
    others.push(await bench.upload({ withErrors: true }));
  }
  expect(await first.check('completed')).toEqual([]);
  for (const file of others) expect(await file.check('validated')).toEqual([]);
  for (const file of [first, ...others]) expect(await file.used()).toEqual({ attempts: 0, losses: 0 });
});
