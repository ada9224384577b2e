import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import path from 'node:path';
import { ageUnfinishedWrites, untilGone } from '@reset/shared/testing/doomed-process.fixture';
import {
  type FaultBench,
  fileAboutEveryPair,
  NO_FAILPOINTS,
  sharedServers,
  startFaultBench,
} from '@reset/shared/testing/fault-bench.fixture';
import { until } from '@reset/shared/testing/running-system.fixture';

let bench: FaultBench;
beforeAll(async () => {
  const env = { ...NO_FAILPOINTS, HOUSEKEEPING_INTERVAL_SECONDS: '1' };
  bench = await startFaultBench(sharedServers(), { workers: 0, env });
});
afterAll(() => bench.stop());

const storage = () => path.join(bench.system.directory, 'storage');
const filesIn = async (directory: string) =>
  (await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []))
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name));
const bulkResets = () => bench.numberOf('SELECT COUNT(*) AS n FROM bulk_reset');

/** Begins an upload and sends half of it. */
async function sendHalf(url: string, csv: string, key: string) {
  const sent = request(`${url}/v1/bulk-resets?confirm=when-valid`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${bench.key}`,
      'Content-Type': 'text/csv',
      'Content-Length': csv.length,
      'Idempotency-Key': key,
    },
  });
  const failed = once(sent, 'error');
  sent.write(csv.slice(0, csv.length / 2));
  await until(async () => (await filesIn(path.join(storage(), '.incoming'))).length > 0);
  return { failed };
}

test('9: an API that is killed in the middle of an upload leaves no bulk reset and no file, and the key is free again', async () => {
  const csv = fileAboutEveryPair();
  const world = await bench.world();
  const key = randomUUID();
  const doomed = await bench.system.startApi();
  const { failed } = await sendHalf(doomed.url, csv, key);
  doomed.child.kill('SIGKILL');
  expect(await untilGone(doomed.child)).toBe('SIGKILL');
  await failed;
  expect(await bulkResets()).toBe(0);

  // The program asks again, as it does for as long as the first request may still be at work.
  const id = await until(async () => {
    const answer = await bench.client.ask('?confirm=when-valid', {
      method: 'POST',
      body: csv,
      headers: { 'Content-Type': 'text/csv', 'Idempotency-Key': key },
    });
    const body = (await answer.json()) as { id: string; code?: string };
    if (answer.status === 202) return body.id;
    expect(body.code).toBe('request-in-flight');
    return false;
  });
  expect(await bulkResets()).toBe(1);
  expect(await ageUnfinishedWrites(bench.system)).toBe(1);
  const file = bench.follow(id, csv, world);
  bench.system.startWorker();
  // Upkeep removes the half that was written.
  expect(await file.check('completed')).toEqual([]);
  expect(await filesIn(path.join(storage(), '.incoming'))).toEqual([]);
});

test('9: a client that goes away in the middle of an upload leaves nothing at all', async () => {
  const before = await bulkResets();
  const files = await filesIn(storage());
  const sent = request(`${bench.system.url}/v1/bulk-resets`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${bench.key}`,
      'Content-Type': 'text/csv',
      'Content-Length': 1_000_000,
    },
  });
  const failed = once(sent, 'error');
  sent.write('Learner,Content,Reset required\r\n'.padEnd(200_000, 'learner1,course1,TRUE\r\n'));
  await until(async () => (await filesIn(path.join(storage(), '.incoming'))).length > 0);
  sent.destroy(new Error('the client goes'));
  await failed;
  await until(async () => (await filesIn(path.join(storage(), '.incoming'))).length === 0);
  expect(await filesIn(storage())).toEqual(files);
  expect(await bulkResets()).toBe(before);
});
