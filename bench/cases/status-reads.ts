import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { type Bench, withProduct } from '../bench';
import { clearWork } from '../data/clear-work';
import { median, percentile } from '../measure/median';
import type { ApiClient } from '../product/api-client';
import { awaitStatus } from '../product/await-status';
import { type CaseResult, caseResult, rounded } from '../result';

/** Somebody looks this often, and waits for the answer. */
const INTERVAL_MS = 25;
const IDLE_READS = 400;
const WARM_UP_READS = 100;
const SLOWEST = 0.99;

/** Reads of the status of a large bulk reset while it is validated and reset, beside those when nothing happens. */
export async function statusReads(bench: Bench): Promise<CaseResult[]> {
  const { largeRows } = bench.options;
  const file = await bench.makeFile({
    organization: bench.organization.plan,
    shape: 'typical',
    rows: largeRows,
  });
  await clearWork(bench.db);
  const { result, peakRssMb } = await withProduct(bench, async (client) => {
    const { id } = await client.upload(file);
    const validating = await readUntil(client, id, awaitStatus(bench.db, id, ['ready']));
    await read(client, id, WARM_UP_READS);
    const idle = await read(client, id, IDLE_READS);
    await client.confirm(await client.show(id));
    const resetting = await readUntil(client, id, awaitStatus(bench.db, id, ['completed']));
    return { idle, validating, resetting };
  });
  const { idle, validating, resetting } = result;
  const slowest = ({ taken }: Reads) => rounded(percentile(taken, SLOWEST));
  const busy = Math.max(slowest(validating), slowest(resetting));
  const figures = {
    idleP99Ms: slowest(idle),
    idleMedianMs: rounded(median(idle.taken)),
    validatingP99Ms: slowest(validating),
    resettingP99Ms: slowest(resetting),
    reads: validating.taken.length + resetting.taken.length,
    busyToIdle: rounded(busy / slowest(idle)),
  };
  bench.say(`status reads: p99 ${figures.idleP99Ms} ms idle, ${busy} ms busy`);
  return [
    caseResult(
      'status-reads',
      { rows: largeRows, seconds: validating.seconds + resetting.seconds },
      { peakRssMb, figures },
    ),
  ];
}

/** Milliseconds of each read, and seconds of all of them with the rests between. */
type Reads = { taken: number[]; seconds: number };

async function readWhile(client: ApiClient, id: string, goesOn: (reads: number) => boolean): Promise<Reads> {
  const began = performance.now();
  const taken: number[] = [];
  while (goesOn(taken.length)) taken.push(await readOnce(client, id));
  return { taken, seconds: (performance.now() - began) / 1_000 };
}

const read = (client: ApiClient, id: string, times: number) =>
  readWhile(client, id, (reads) => reads < times);

async function readUntil(client: ApiClient, id: string, end: Promise<unknown>): Promise<Reads> {
  let isOver = false;
  const over = end.finally(() => {
    isOver = true;
  });
  const reads = await readWhile(client, id, () => !isOver);
  await over;
  return reads;
}

/** @returns milliseconds of the answer */
async function readOnce(client: ApiClient, id: string): Promise<number> {
  const began = performance.now();
  await client.read(id);
  const taken = performance.now() - began;
  await delay(Math.max(0, INTERVAL_MS - taken));
  return taken;
}
