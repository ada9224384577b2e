import { createReadStream } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { createDataSource } from '@reset/shared/database/data-source';
import { slices } from '@reset/shared/stores/multi-row';
import type { DataSource } from 'typeorm';
import { type Bench, withProduct } from '../bench';
import { clearWork } from '../data/clear-work';
import { median } from '../measure/median';
import { type CaseResult, caseResult } from '../result';
import { resetFile, validateFile } from './run-file';

const READ_BYTES = 1024 * 1024;
const ROWS_PER_STATEMENT = 5_000;
const NO_PROCESS = { peakRssMb: { api: 0, worker: 0 } };

/**
 * What the machine allows at most, one connection and nothing but the bare work: reading a file, inserting the marks of
 * a reset, looking learners up by their logins. How near the product comes is for docs/performance.md to say.
 */
export async function limits(bench: Bench): Promise<CaseResult[]> {
  const file = await bench.makeFile({
    organization: bench.organization.plan,
    shape: 'typical',
    rows: bench.options.rows,
  });
  const db = await createDataSource(bench.databaseUrl, { poolSize: 1 }).initialize();
  try {
    return [
      await repeated(bench, 'limits-read-file', bench.options.rows, () => readWhole(file)),
      await limitOfInserts(bench, db, file),
      await limitOfLookups(bench, db),
    ];
  } finally {
    await db.destroy();
  }
}

/** @param work gives the seconds that it took */
async function repeated(
  { options, say }: Bench,
  name: string,
  rows: number,
  work: () => Promise<number>,
): Promise<CaseResult> {
  const seconds: number[] = [];
  while (seconds.length < options.repeat) seconds.push(await work());
  const result = caseResult(name, { rows, seconds: median(seconds) }, NO_PROCESS);
  say(`${name}: ${rows.toLocaleString('en-US')} rows in ${result.seconds.toFixed(2)} s`);
  return result;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}

const readWhole = (file: string) =>
  timed(async () => {
    let bytes = 0;
    for await (const part of createReadStream(file, { highWaterMark: READ_BYTES }))
      bytes += (part as Buffer).length;
    if (bytes === 0) throw new Error('the file of the bench is empty');
  });

type Mark = { learnerId: number; courseId: number; bulkResetId: number; fileRow: number };

/** The marks that the product has made of the file, inserted again in the order of their key, in one transaction. */
async function limitOfInserts(bench: Bench, db: DataSource, file: string): Promise<CaseResult> {
  await clearWork(bench.db);
  await withProduct(bench, async (client) => {
    await resetFile(bench, client, (await validateFile(bench, client, file)).view);
  });
  const marks: Mark[] = await db.query(
    `SELECT learner_id AS learnerId, course_id AS courseId, bulk_reset_id AS bulkResetId, file_row AS fileRow
     FROM progress_reset ORDER BY learner_id, course_id`,
  );
  return repeated(bench, 'limits-insert-marks', marks.length, async () => {
    await clearWork(bench.db);
    return timed(() => db.transaction((within) => insertAll(within, bench.organization.id, marks)));
  });
}

async function insertAll(
  db: { query(sql: string): Promise<unknown> },
  organizationId: number,
  marks: readonly Mark[],
) {
  for (const some of slices(marks, ROWS_PER_STATEMENT)) {
    const rows = some.map(
      ({ learnerId, courseId, bulkResetId, fileRow }) =>
        `(${organizationId},${learnerId},${courseId},${bulkResetId},${fileRow},UTC_TIMESTAMP(3))`,
    );
    await db.query(
      `INSERT INTO progress_reset (organization_id, learner_id, course_id, bulk_reset_id, file_row, reset_at)
       VALUES ${rows.join(',')}`,
    );
  }
}

const LOOKUPS = 200_000;

/** By login, in no order, each learner once. */
async function limitOfLookups(bench: Bench, db: DataSource): Promise<CaseResult> {
  const { id } = bench.organization;
  const found: { login: string }[] = await db.query(
    'SELECT login_key AS login FROM learner WHERE organization_id = ? ORDER BY CRC32(login_key) LIMIT ?',
    [id, LOOKUPS],
  );
  const logins = found.map(({ login }) => login);
  return repeated(bench, 'limits-look-up-learners', logins.length, () =>
    timed(async () => {
      for (const some of slices(logins, ROWS_PER_STATEMENT)) {
        const rows: unknown[] = await db.query(
          'SELECT login_key, id, status FROM learner WHERE organization_id = ? AND login_key IN (?)',
          [id, some],
        );
        if (rows.length !== some.length) throw new Error('a learner of the bench was not found');
      }
    }),
  );
}
