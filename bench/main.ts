import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createDataSource } from '@reset/shared/database/data-source';
import { Redis } from 'ioredis';
import type { Bench } from './bench';
import { directory } from './cases/directory';
import { fairness } from './cases/fairness';
import { growthRows, growthWorkers } from './cases/growth';
import { limits } from './cases/limits';
import { reports } from './cases/reports';
import { smallBesideLarge } from './cases/small-beside-large';
import { statusReads } from './cases/status-reads';
import { tenMillion } from './cases/ten-million';
import { upload } from './cases/upload';
import { validateAndReset } from './cases/validate-and-reset';
import { growthCharts } from './charts/growth-charts';
import { organizationPlan, SMALL_ORGANIZATIONS, smallPlan } from './data/bench-plan';
import { openFiles } from './data/make-file';
import { type BenchDatabase, openBenchDatabase } from './data/open-database';
import { type BenchOptions, type CaseName, readOptions, UnreadableOptions } from './options';
import { tableOf } from './print-results';
import type { CaseResult } from './result';

const say = (text: string) => void process.stdout.write(`${text}\n`);

/** Runs the cases that were asked for, one after the other, prints a table and writes the results. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const results: CaseResult[] = [];
  await withBench(options, async (bench) => {
    for (const { name, run } of runsOf(options)) results.push(...(await run({ ...bench, running: name })));
  });
  say(`\n${tableOf(results)}`);
  if (options.json) await writeFile(options.json, `${JSON.stringify({ cases: results }, null, 2)}\n`);
  if (options.charts) await writeCharts(options.charts, results);
  if (options.profile)
    say(`\nnode -r esbuild-register bench/measure/summarize-profile.ts ${options.profile}/*.cpuprofile`);
}

async function writeCharts(directory: string, results: readonly CaseResult[]): Promise<void> {
  const charts = growthCharts(results);
  if (charts.size === 0) say('\nno chart: neither growth-workers nor growth-rows has run');
  await mkdir(directory, { recursive: true });
  for (const [name, svg] of charts) await writeFile(path.join(directory, name), svg);
}

/** `name` is what the run is called in the names of its files. */
type Run = { name: string; run: (bench: Bench) => Promise<CaseResult[]> };

function runsOf({ shapes, cases }: BenchOptions): Run[] {
  const others: Partial<Record<CaseName, Run['run']>> = {
    'ten-million': tenMillion,
    'status-reads': statusReads,
    'small-beside-large': smallBesideLarge,
    fairness,
    'growth-workers': growthWorkers,
    'growth-rows': growthRows,
    limits,
    reports,
    directory,
  };
  return [
    ...(cases.includes('upload') ? [{ name: 'upload', run: upload }] : []),
    ...shapes.map((shape): Run => ({ name: shape, run: (bench) => validateAndReset(bench, shape) })),
    ...cases.flatMap((name) => {
      const run = others[name];
      return run ? [{ name, run }] : [];
    }),
  ];
}

async function withBench(
  options: BenchOptions,
  work: (bench: Omit<Bench, 'running'>) => Promise<void>,
): Promise<void> {
  const { serverUrl, redisUrl, directory, fingerprint } = environment();
  const database = await openBenchDatabase(serverUrl, fingerprint, say);
  const db = await createDataSource(database.url, { poolSize: 1 }).initialize();
  const redis = new Redis(redisUrl);
  try {
    await db.query('SET GLOBAL local_infile = ON'); // off by default on MySQL 8; the baseline `sql` needs it
    await db.query('DELETE FROM api_key');
    await work({
      options,
      db,
      redis,
      redisUrl,
      directory,
      databaseUrl: database.url,
      organization: await database.organization(organizationPlan(options.learners)),
      smallOrganizations: () => loadSmall(database, options.learners),
      makeFile: await openFiles(path.join(directory, 'files'), fingerprint, say),
      measured: new Map(),
      say,
    });
  } finally {
    redis.disconnect();
    await db.destroy();
    await database.close();
  }
}

async function loadSmall(database: BenchDatabase, learners: number) {
  const loaded = [];
  for (let number = 1; number <= SMALL_ORGANIZATIONS; number += 1)
    loaded.push(await database.organization(smallPlan(learners, number)));
  return loaded;
}

/** What `npm run bench` says about the servers that it has started. */
function environment() {
  const { BENCH_DATABASE_URL, BENCH_REDIS_URL, BENCH_DIRECTORY, BENCH_FINGERPRINT } = process.env;
  if (!BENCH_DATABASE_URL || !BENCH_REDIS_URL || !BENCH_DIRECTORY || !BENCH_FINGERPRINT)
    throw new Error('the servers of the bench are not known: run it with npm run bench');
  return {
    serverUrl: BENCH_DATABASE_URL,
    redisUrl: BENCH_REDIS_URL,
    directory: BENCH_DIRECTORY,
    fingerprint: BENCH_FINGERPRINT,
  };
}

// What ends the bench ends its processes too.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => process.exit(130));

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const isForPerson = error instanceof UnreadableOptions || !(error instanceof Error);
    process.stderr.write(`${isForPerson ? String(error) : (error.stack ?? error.message)}\n`);
    process.exit(1);
  },
);
