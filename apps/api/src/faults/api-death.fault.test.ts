import { randomUUID } from 'node:crypto';
import type { Failpoint } from '@reset/shared/failpoints/failpoint';
import { untilGone, untilSaid } from '@reset/shared/testing/doomed-process.fixture';
import {
  type FaultBench,
  fileAboutEveryPair,
  NO_FAILPOINTS,
  SHORT_LEASES,
  sharedServers,
  startFaultBench,
} from '@reset/shared/testing/fault-bench.fixture';
import { until } from '@reset/shared/testing/running-system.fixture';

let bench: FaultBench;
beforeAll(async () => {
  const env = { ...SHORT_LEASES, ...NO_FAILPOINTS };
  bench = await startFaultBench(sharedServers(), { apis: 2, workers: 0, env });
});
afterEach(() => bench.system.endWorkers('SIGKILL'));
afterAll(() => bench.stop());

type Answer = { status: number; id?: string; code?: string };
/** One request of the program's, which may come to nothing. */
async function send(url: string, csv: string, key: string): Promise<Answer | undefined> {
  try {
    const response = await fetch(`${url}/v1/bulk-resets?confirm=when-valid`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${bench.key}`, 'Content-Type': 'text/csv', 'Idempotency-Key': key },
      body: csv,
    });
    return { ...((await response.json()) as object), status: response.status };
  } catch {
    return undefined;
  }
}

const bulkResets = () => bench.numberOf('SELECT COUNT(*) AS n FROM bulk_reset');
const newestId = async (): Promise<string> => {
  const { bulkResets } = (await (await bench.client.ask('')).json()) as { bulkResets: { id: string }[] };
  return bulkResets[0]?.id ?? '';
};

/** A bulk reset that was committed by an API that died of it before it could answer. */
async function givenUnanswered(place: Failpoint) {
  const world = await bench.world();
  const csv = fileAboutEveryPair();
  const key = randomUUID();
  const before = await bulkResets();
  const doomed = await bench.system.startApi({ FAILPOINTS: `${place}=kill` });
  expect(await send(doomed.url, csv, key)).toBeUndefined();
  expect(await untilGone(doomed.child)).toBe('SIGKILL');
  expect(await bulkResets()).toBe(before + 1);
  return { csv, world, key };
}

/** Between the commit and the queue; between the note and the queue; after the queue. */
const PLACES = ['upload:committed', 'dispatch:marked', 'dispatch:added', 'upload:dispatched'] as const;

test.each(PLACES)(
  '10, 12: the API is killed at %s, nobody asks again, and the work is done',
  async (place) => {
    const { csv, world } = await givenUnanswered(place);
    const file = bench.follow(await newestId(), csv, world);
    bench.system.startWorker();
    expect(await file.check('completed')).toEqual([]);
  },
);

test.each(PLACES)(
  '11: the API is killed at %s, and the same key gives the same bulk reset',
  async (place) => {
    const { csv, world, key } = await givenUnanswered(place);
    const before = await bulkResets();
    const again = await send(bench.system.url, csv, key);
    expect(again).toMatchObject({ status: 202, id: await newestId() });
    expect(await bulkResets()).toBe(before);
    const file = bench.follow(again?.id ?? '', csv, world);
    bench.system.startWorker();
    expect(await file.check('completed')).toEqual([]);
  },
);

test.each(['dispatch:marked', 'dispatch:added'] as const)(
  '12: a worker that dispatches is killed at %s',
  async (place) => {
    const file = await bench.upload({ confirmed: true });
    const doomed = bench.system.startWorker({ FAILPOINTS: `${place}=kill@3` });
    expect(await untilGone(doomed)).toBe('SIGKILL');
    bench.system.startWorker();
    expect(await file.check('completed')).toEqual([]);
  },
);

test('13: the same key comes to two API processes at once: one bulk reset', async () => {
  const world = await bench.world();
  const [csv, key, before] = [fileAboutEveryPair(), randomUUID(), await bulkResets()];
  const urls = Array.from({ length: 4 }, () => bench.system.urls).flat();
  const answers = await Promise.all(urls.map((url) => send(url, csv, key)));
  const [id, ...others] = new Set(answers.flatMap((answer) => answer?.id ?? []));
  expect(others).toEqual([]);
  for (const answer of answers)
    expect(answer).toMatchObject(
      answer?.id ? { status: 202, id } : { status: 409, code: 'request-in-flight' },
    );
  expect(await bulkResets()).toBe(before + 1);
  const file = bench.follow(id ?? '', csv, world);
  bench.system.startWorker();
  expect(await file.check('completed')).toEqual([]);
});

test('13: the same key comes with two files at once: one of them is taken', async () => {
  const world = await bench.world();
  const [key, before] = [randomUUID(), await bulkResets()];
  const files = [fileAboutEveryPair(), fileAboutEveryPair({ withErrors: true })];
  const sent = await Promise.all(files.map((csv, at) => send(bench.system.urls[at] ?? '', csv, key)));
  expect(await bulkResets()).toBe(before + 1);
  const taken = sent.findIndex((answer) => answer?.status === 202);
  const again = await until(async () => {
    const answers = await Promise.all(files.map((csv) => send(bench.system.url, csv, key)));
    return answers.every((answer) => answer?.code !== 'request-in-flight') && answers;
  });
  expect(again[taken]).toMatchObject({ status: 202, id: sent[taken]?.id });
  expect(again[1 - taken]).toMatchObject({ status: 422, code: 'idempotency-key-reused' });
  const file = bench.follow(sent[taken]?.id ?? '', files[taken] ?? '', world);
  bench.system.startWorker();
  expect(await file.check(taken === 0 ? 'completed' : 'validated')).toEqual([]);
});

test('14: many reconcilers at once, each slow between its note and the queue, take lost chunks over', async () => {
  const slowly = { FAILPOINTS: 'dispatch:marked=delay:150*all', UPKEEP_INTERVAL_MS: '100' };
  const file = await bench.upload({ confirmed: true });
  for (const place of ['validate:effects', 'reset:effects']) {
    const doomed = bench.system.startWorker({ FAILPOINTS: `${place}=kill@3` });
    expect(await untilGone(doomed)).toBe('SIGKILL');
  }
  const workers = Array.from({ length: 4 }, () => bench.system.startWorker(slowly));
  await Promise.all(workers.map((worker) => untilSaid(bench.system, worker, 'worker started')));
  expect(await file.check('completed')).toEqual([]);
});
