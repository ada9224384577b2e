import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { newApiKey } from '@reset/shared/auth/api-key';
import type { BulkResetView } from '@reset/shared/contracts/bulk-reset';
import { PROBLEM_CODES } from '@reset/shared/contracts/problem';
import { ApiKey } from '@reset/shared/entities/people';
import { bulkResetCsv } from '@reset/shared/generate/bulk-reset-csv';
import { loadOrganization } from '@reset/shared/generate/load-organization';
import {
  endProcess,
  type RunningSystem,
  startSystem,
  until,
} from '@reset/shared/testing/running-system.fixture';
import { testRows } from '@reset/shared/testing/test-rows.fixture';

const ROWS = testRows(20_000);
const ORGANIZATION = {
  seed: 7,
  learners: Math.max(2_000, ROWS / 10),
  courses: 200,
  records: ROWS,
  spread: 'even',
} as const;

let system: RunningSystem;
const { key, secretHash } = newApiKey();
const headers = { Authorization: `Bearer ${key}` };

beforeAll(async () => {
  system = await startSystem({ workers: 1, env: ROWS < 100_000 ? { ROWS_PER_CHUNK: '1000' } : {} });
  const { id } = await loadOrganization(system.dataSource, ORGANIZATION, { name: 'Northwind Academy' });
  await system.dataSource.manager.insert(ApiKey, {
    organizationId: id,
    name: 'test',
    role: 'administrator',
    secretHash,
  });
});
afterAll(() => system.stop());

/** Uploads a dirty file, half of it wrong, waits for the result, and gives it with the report's digest. */
async function validate() {
  const { text, tally } = bulkResetCsv(ORGANIZATION, { rows: ROWS, shape: 'dirty', dirtyShare: 0.5 });
  const uploaded = await fetch(`${system.url}/v1/bulk-resets`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'text/csv' },
    body: Readable.toWeb(Readable.from(text, { objectMode: false })) as ReadableStream,
    duplex: 'half',
  });
  const { id } = (await uploaded.json()) as BulkResetView;
  const view = await until(async () => {
    const current = (await (
      await fetch(`${system.url}/v1/bulk-resets/${id}`, { headers })
    ).json()) as BulkResetView;
    return ['ready', 'needs-fixes', 'failed'].includes(current.status) && current;
  });
  const report = await fetch(`${system.url}/v1/bulk-resets/${id}/report.csv`, { headers });
  const digest = createHash('sha256');
  for await (const part of report.body as ReadableStream<Uint8Array>) digest.update(part);
  return { view, tally, report: digest.digest('hex') };
}

test('one worker and three give the same report, byte for byte, and find exactly what was made wrong', async () => {
  const one = await validate();
  for (const worker of system.workers) await endProcess(worker);
  for (let started = 0; started < 3; started += 1) system.startWorker();
  const three = await validate();

  expect(three.report).toBe(one.report);
  expect(three.view.counts).toEqual(one.view.counts);
  expect(three.view.problems).toEqual(one.view.problems);
  const counted = Object.fromEntries(PROBLEM_CODES.map((code) => [code, 0]));
  for (const { code, count } of one.view.problems) counted[code] = (counted[code] ?? 0) + count;
  expect(counted).toEqual(one.tally.problems);
  expect(one.view.counts).toMatchObject({ rows: ROWS, excluded: one.tally.excluded });
  const { rows, ...parts } = one.view.counts;
  expect(Object.values(parts).reduce((sum, part) => sum + part)).toBe(rows);
});
