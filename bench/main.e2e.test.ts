import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { createDataSource } from '@reset/shared/database/data-source';
import { z } from 'zod';
import { databaseName } from './data/open-database';

const run = promisify(execFile);

const positive = z.number().positive();
const Results = z.strictObject({
  cases: z.array(
    z.strictObject({
      name: z.string(),
      rows: positive,
      seconds: positive,
      rowsPerSecond: positive,
      peakRssMb: z.strictObject({ api: z.number(), worker: z.number() }),
      ratio: z.strictObject({ sql: positive.nullable(), orm: positive.nullable(), row: positive.nullable() }),
      figures: z.record(z.string(), z.number()),
    }),
  ),
});

let directory: string;
const fingerprint = randomUUID();
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'reset-bench-'));
});
afterAll(async () => {
  const server = await createDataSource(process.env.TEST_DATABASE_URL ?? '', { poolSize: 1 }).initialize();
  await server.query(`DROP DATABASE IF EXISTS ${databaseName(fingerprint)}`);
  await server.destroy();
  await rm(directory, { recursive: true });
});

/** At a size that says nothing about speed. @returns the results, and what was printed */
async function bench(...options: string[]) {
  const json = path.join(directory, 'results.json');
  const size = [
    '--rows',
    '1000',
    '--large-rows',
    '2000',
    '--learners',
    '600',
    '--repeat',
    '1',
    '--json',
    json,
  ];
  const main = path.join(__dirname, 'main.ts');
  const { stdout } = await run(process.execPath, ['-r', 'esbuild-register', main, ...size, ...options], {
    cwd: path.join(__dirname, '..'),
    env: {
      PATH: process.env.PATH,
      BENCH_DATABASE_URL: process.env.TEST_DATABASE_URL,
      BENCH_REDIS_URL: process.env.TEST_REDIS_URL,
      BENCH_DIRECTORY: directory,
      BENCH_FINGERPRINT: fingerprint,
    },
  });
  return { stdout, ...Results.parse(JSON.parse(await readFile(json, 'utf8'))) };
}

test('every case runs, and is told in the table and in the file', async () => {
  const { stdout, cases } = await bench('--baseline', 'sql,orm', '--shape', 'typical,dirty');
  expect(cases.map(({ name }) => name)).toEqual([
    'upload',
    'validate-typical',
    'reset-typical',
    'validate-dirty',
    'ten-million-validate',
    'ten-million-reset',
    'status-reads',
    'small-beside-large',
    'fairness',
  ]);
  for (const { name } of cases) expect(stdout).toContain(`\n${name} `);
  const measured = cases.filter(
    ({ ratio }) => ratio.sql !== null && ratio.orm !== null && ratio.row === null,
  );
  expect(measured.map(({ name }) => name)).toEqual(cases.slice(1, 4).map(({ name }) => name));
  for (const { peakRssMb } of cases) expect(peakRssMb.api).toBeGreaterThan(50);
});

test('what an earlier run has loaded is used again', async () => {
  const { stdout, cases } = await bench('--case', 'validate-typical', '--baseline', 'row');
  expect(stdout).not.toContain('loading');
  expect(stdout).not.toContain('writing');
  expect(cases).toMatchObject([{ name: 'validate-typical', rows: 1_000, ratio: { sql: null, orm: null } }]);
  expect(cases[0]?.ratio.row).toBeGreaterThan(0);
});

test('an option that cannot be read is refused before anything starts', async () => {
  await expect(bench('--case', 'download')).rejects.toThrow('--case download is none of');
});
