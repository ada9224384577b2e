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
const IDLE_READS = 1_000;
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
    const began = performance.now();
    const validating = await readUntil(client, id, awaitStatus(bench.db, id, ['ready']));
    await read(client, id, WARM_UP_READS);
    const idle = await read(client, id, IDLE_READS);
    await client.confirm(await client.show(id));
    const resetting = await readUntil(client, id, awaitStatus(bench.db, id, ['completed']));
    const idleSeconds = idle.reduce((sum, milliseconds) => sum + milliseconds, 0) / 1_000;
    return { idle, validating, resetting, seconds: (performance.now() - began) / 1_000 - idleSeconds };
  });
  const slowest = ([...reads]: readonly number[]) => rounded(percentile(reads, SLOWEST));
  const busy = Math.max(slowest(result.validating), slowest(result.resetting));
  const figures = {
    idleP99Ms: slowest(result.idle),
    idleMedianMs: rounded(median(result.idle)),
    validatingP99Ms: slowest(result.validating),
    resettingP99Ms: slowest(result.resetting),
    reads: result.validating.length + result.resetting.length,
    busyToIdle: rounded(busy / slowest(result.idle)),
  };
  bench.say(`status reads: p99 ${figures.idleP99Ms} ms idle, ${busy} ms busy`);
  return [caseResult('status-reads', { rows: largeRows, seconds: result.seconds }, { peakRssMb, figures })];
}

async function read(client: ApiClient, id: string, times: number): Promise<number[]> {
  const taken: number[] = [];
  while (taken.length < times) taken.push(await readOnce(client, id));
  return taken;
}

async function readUntil(client: ApiClient, id: string, end: Promise<unknown>): Promise<number[]> {
  const taken: number[] = [];
  let isOver = false;
  const over = end.finally(() => {
    isOver = true;
  });
  while (!isOver) taken.push(await readOnce(client, id));
  await over;
  return taken;
}

/** @returns milliseconds of the answer */
async function readOnce(client: ApiClient, id: string): Promise<number> {
  const began = performance.now();
  await client.show(id);
  const taken = performance.now() - began;
  await delay(Math.max(0, INTERVAL_MS - taken));
  return taken;
}
