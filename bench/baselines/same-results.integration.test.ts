import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PROBLEM_CODES } from '@reset/shared/contracts/problem';
import { readFields } from '@reset/shared/csv/read-fields';
import { bulkResetCsv, type CsvShape } from '@reset/shared/generate/bulk-reset-csv';
import { csvRecord } from '@reset/shared/generate/csv-cells';
import { loadOrganization } from '@reset/shared/generate/load-organization';
import { type GivenWorker, givenWorker } from '../../apps/worker/src/worker.fixture';
import { BASELINES, type Baseline, type BaselineName, type FoundProblem } from './baseline';
import { createBaseline } from './create-baseline';
import { hardExport, hardFile } from './hard-file.fixture';
import { deactivateSome, marksOf, validateByBaseline, validateByProduct } from './same-results.fixture';

const PLAN = { seed: 11, learners: 600, courses: 130, records: 6_000, spread: 'few-busy' } as const;

let worker: GivenWorker;
let organizationId: number;
let directory: string;
let baselines: Record<BaselineName, Baseline>;
let deactivated: number[] = [0];
beforeAll(async () => {
  worker = await givenWorker();
  worker.deps.pairsPerChunk = 1_000;
  directory = await mkdtemp(path.join(tmpdir(), 'reset-baselines-'));
  ({ id: organizationId } = await loadOrganization(worker.deps.dataSource, PLAN, { name: 'Northwind' }));
  const servers = serversOf(worker);
  const made = BASELINES.map(async (name) => [name, await createBaseline(name, servers)] as const);
  baselines = Object.fromEntries(await Promise.all(made)) as Record<BaselineName, Baseline>;
});
afterAll(async () => {
  for (const baseline of Object.values(baselines)) await baseline.close();
  await worker.stop();
  await rm(directory, { recursive: true });
});

afterEach(async () => {
  await worker.deps.dataSource.query('DELETE FROM progress_reset');
  await worker.deps.dataSource.query('UPDATE learner SET status = ? WHERE id IN (?)', [
    'active',
    deactivated,
  ]);
});

const generated = (shape: CsvShape, rows: number) =>
  [...bulkResetCsv(PLAN, { rows, shape, dirtyShare: 0.1 }).text].join('');
const FILES: Readonly<Record<string, (rows: number) => string>> = {
  'a dirty file': (rows) => generated('dirty', rows),
  'a shuffled file': (rows) => generated('shuffled', rows),
  'a hard file': () => hardFile(PLAN),
  'a hard export': () => hardExport(PLAN),
};
/** With something to mark. */
const RESETTABLE = Object.entries(FILES).filter(([title]) => title !== 'a hard export');

/** `row` commits every row, and a disk takes a few hundred commits a second. */
const SIZES = [
  { rows: 3_000, names: ['sql', 'orm'] },
  { rows: 500, names: ['row'] },
] as const;

describe.each(SIZES)('of $rows rows', ({ rows, names }) => {
  test.each(Object.entries(FILES))(`${names} find what the product finds in %s`, async (_title, make) => {
    const csv = make(rows);
    const { key: _, ...ours } = await validateByProduct(worker, organizationId, csv);
    for (const name of names) {
      const theirs = await validateByBaseline(baselines[name], organizationId, csv, directory);
      expect({ name, problems: theirs.problems }).toEqual({ name, problems: ours.problems });
      expect({ name, ...theirs.findings }).toEqual({ name, ...ours.findings });
      // fast-csv quotes where it must and the product always: the cells are the same.
      expect(readFields(theirs.report ?? '', ',')).toEqual(readFields(ours.report ?? '', ','));
    }
  });

  test.each(RESETTABLE)(`${names} mark what the product marks of %s`, async (_title, make) => {
    const csv = make(rows);
    const { problems } = await validateByProduct(worker, organizationId, csv);
    const corrected = withoutErrors(csv, problems);
    const { key, findings } = await validateByProduct(worker, organizationId, corrected);
    for (const name of names) await validateByBaseline(baselines[name], organizationId, corrected, directory);
    deactivated = await deactivateSome(worker, organizationId);

    await worker.confirm(key);
    await worker.work(key);
    for (const name of names) await baselines[name].reset(organizationId);

    const marks = await marksOf(worker, key);
    expect(marks.length).toBeGreaterThan(0);
    expect(marks.length).toBeLessThan(findings.impact.pairs);
    for (const name of names) expect({ name, marks: await marksOf(worker, name) }).toEqual({ name, marks });
  });
});

test('the report of sql is that of the product, byte for byte', async () => {
  const csv = generated('dirty', 3_000);
  const { report, problems } = await validateByProduct(worker, organizationId, csv);
  const theirs = await validateByBaseline(baselines.sql, organizationId, csv, directory);
  expect(new Set(problems.map(({ code }) => code)).size).toBe(PROBLEM_CODES.length);
  expect(theirs.report).toBe(report);
});

/** What is left can be reset, with its warnings. */
function withoutErrors(csv: string, problems: readonly FoundProblem[]): string {
  const bad = new Set(problems.filter(({ severity }) => severity === 'error').map(({ row }) => row));
  const kept = readFields(csv, ',').filter((_, index) => !bad.has(index + 1));
  return kept.map(csvRecord).join('');
}

function serversOf({ deps: { dataSource } }: GivenWorker) {
  const databaseUrl = new URL(process.env.TEST_DATABASE_URL ?? '');
  databaseUrl.pathname = `/${String(dataSource.options.database)}`;
  return { databaseUrl: databaseUrl.href, redisUrl: process.env.TEST_REDIS_URL ?? '' };
}
