import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { createDataSource } from '@reset/shared/database/data-source';
import { z } from 'zod';
import { readXml } from './charts/read-xml.fixture';
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

const GROWTH = ['workers-1', 'workers-2', 'workers-4', 'rows-100', 'rows-1000', 'rows-2000'].flatMap(
  (point) => ['validate', 'reset'].map((phase) => `growth-${point}-${phase}`),
);
const LOAD = ['redisKeys', 'redisMemoryMb', 'mysqlConnections'];
/** That of the database is told only where its process can be seen. */
const PROCESSOR_TIME = ['apiCpuSeconds', 'workerCpuSeconds', 'redisCpuSeconds'];

test('every case runs, and is told in the table, in the file and in charts', async () => {
  const charts = path.join(directory, 'charts');
  const { stdout, cases } = await bench(
    '--baseline',
    'sql,orm',
    '--shape',
    'typical,dirty',
    '--charts',
    charts,
  );
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
    ...GROWTH,
    'limits-read-file',
    'limits-insert-marks',
    'limits-look-up-learners',
    'reports-export',
    'reports-page',
    'directory-learners',
  ]);
  for (const { name } of cases) expect(stdout).toContain(`\n${name} `);
  const measured = cases.filter(
    ({ ratio }) => ratio.sql !== null && ratio.orm !== null && ratio.row === null,
  );
  expect(measured.map(({ name }) => name)).toEqual(cases.slice(1, 4).map(({ name }) => name));
  for (const { name, peakRssMb } of cases)
    if (!name.startsWith('limits')) expect(peakRssMb.api).toBeGreaterThan(50);
  for (const { name, figures } of cases.filter(({ name }) => GROWTH.includes(name))) {
    expect(figures).toMatchObject({
      workers: name.startsWith('growth-rows') ? 2 : Number(name.split('-')[2]),
    });
    for (const figure of LOAD) expect(figures[figure]).toBeGreaterThan(0);
    for (const figure of PROCESSOR_TIME) expect(figures[figure]).toBeGreaterThanOrEqual(0);
    expect(figures[`worker${figures.workers}PeakMb`]).toBeGreaterThan(50);
  }
  const drawn = await readdir(charts);
  expect(drawn).toHaveLength(5);
  for (const name of drawn) {
    const elements = readXml(await readFile(path.join(charts, name), 'utf8'));
    expect(elements[0]?.name).toBe('svg');
    // A marker at each of three points, for each line, and the title of the whole.
    expect(elements.filter((element) => element.name === 'title')).toHaveLength(
      1 + 3 * elements.filter((element) => element.name === 'polyline').length,
    );
  }
});

test('what an earlier run has loaded is used again, and profiles are written', async () => {
  const profiles = path.join(directory, 'profiles');
  const { stdout, cases } = await bench(
    '--case',
    'validate-typical',
    '--baseline',
    'row',
    '--profile',
    profiles,
  );
  expect(stdout).not.toContain('loading');
  expect(stdout).not.toContain('writing');
  expect(cases).toMatchObject([{ name: 'validate-typical', rows: 1_000, ratio: { sql: null, orm: null } }]);
  expect(cases[0]?.ratio.row).toBeGreaterThan(0);
  // The file alone has more than 20 bytes a row, and each is staged.
  expect(cases[0]?.figures.Bytes_received_per_row).toBeGreaterThan(20);
  expect(stdout).toContain('validate typical, the longest statements:\n');
  const written = (await readdir(profiles)).sort();
  expect(written).toEqual(['api', 'worker-1', 'worker-2'].map((name) => `typical-${name}.cpuprofile`));
  const script = path.join(__dirname, 'measure/summarize-profile.ts');
  const files = written.map((name) => path.join(profiles, name));
  const summary = await run(process.execPath, ['-r', 'esbuild-register', script, ...files]);
  expect(summary.stdout).toMatch(/^busy \d+\.\d\d s, idle/);
});

test('an option that cannot be read is refused before anything starts', async () => {
  await expect(bench('--case', 'download')).rejects.toThrow('--case download is none of');
});
