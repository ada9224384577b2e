import { rm } from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { createDataSource } from '@reset/shared/database/data-source';
import { plainExport } from '../baselines/plain-export';
import { type Bench, withProduct } from '../bench';
import { median } from '../measure/median';
import type { ApiClient } from '../product/api-client';
import { type CaseResult, caseResult, rounded } from '../result';

const ACTIVITY = '/v1/reports/learner-activity';
const PAGE = 50;
/** Pages that the deep ones lie behind, of the largest size. */
const PAGES_BEFORE = 200;
const READS = 20;

/** The reports over every record of the organization: pages near and deep, and the export of everything. */
export async function reports(bench: Bench): Promise<CaseResult[]> {
  const { organization, say } = bench;
  const rows = await countRecords(bench);
  const { result, peakRssMb } = await withProduct(
    bench,
    async (client) => ({ pages: await readPages(client), exported: await exportInTurns(bench, client) }),
    { workers: 0 },
  );
  const { pages, exported } = result;
  const offset = await readByOffset(bench, organization.id, Math.floor(rows / 2));
  say(`reports: ${rows.toLocaleString('en-US')} records exported in ${median(exported.ours).toFixed(1)} s`);
  const seconds = median(exported.ours);
  return [
    caseResult(
      'reports-export',
      { rows, seconds },
      {
        peakRssMb,
        figures: {
          megabytes: rounded(exported.bytes / 1e6, 0),
          plainRatio: rounded(median(exported.plain) / seconds),
        },
      },
    ),
    caseResult(
      'reports-page',
      { rows: PAGE, seconds: pages.first / 1_000 },
      {
        peakRssMb,
        figures: {
          firstMs: rounded(pages.first),
          deepMs: rounded(pages.deep),
          deepToFirst: rounded(pages.deep / pages.first),
          byCourseMs: rounded(pages.byCourse),
          byDayMs: rounded(pages.byDay),
          offsetMs: rounded(offset),
          offsetToDeep: rounded(offset / pages.deep),
        },
      },
    ),
  ];
}

async function countRecords({ db, organization }: Bench): Promise<number> {
  const [{ n }] = await db.query('SELECT COUNT(*) AS n FROM learning_record WHERE organization_id = ?', [
    organization.id,
  ]);
  return Number(n);
}

type ActivityPage = {
  rows: { course: { id: string }; lastAccessAt: string }[];
  nextCursor: string | null;
};
const readPage = async (client: ApiClient, query: string) =>
  JSON.parse(await client.get(`${ACTIVITY}?${query}`)) as ActivityPage;

/** Milliseconds of a page, the median of some. */
async function readPages(client: ApiClient) {
  const size = `limit=${PAGE}`;
  const {
    rows: [example],
  } = await readPage(client, size);
  if (!example) throw new Error('the organization has no records');
  const first = await timed(() => client.get(`${ACTIVITY}?${size}`));
  let cursor = '';
  for (let page = 0; page < PAGES_BEFORE; page += 1) {
    const { nextCursor } = await readPage(client, `limit=200${cursor && `&cursor=${cursor}`}`);
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  const deep = await timed(() => client.get(`${ACTIVITY}?${size}&cursor=${cursor}`));
  const byCourse = await timed(() => client.get(`${ACTIVITY}?${size}&course=${example.course.id}`));
  const day = example.lastAccessAt.slice(0, 10);
  const byDay = await timed(() => client.get(`${ACTIVITY}?${size}&accessedFrom=${day}&accessedTo=${day}`));
  return { first, deep, byCourse, byDay };
}

/** The export and what it is compared with, in turns. */
async function exportInTurns({ databaseUrl, directory, organization, options }: Bench, client: ApiClient) {
  const db = await createDataSource(databaseUrl, { poolSize: 1 }).initialize();
  const file = path.join(directory, 'plain-export.csv');
  const [ours, plain]: [number[], number[]] = [[], []];
  let bytes = 0;
  try {
    while (ours.length < options.repeat) {
      const began = performance.now();
      bytes = await client.download(`${ACTIVITY}.csv`, file);
      ours.push((performance.now() - began) / 1_000);
      const then = performance.now();
      await plainExport(db, organization.id, file);
      plain.push((performance.now() - then) / 1_000);
    }
  } finally {
    await db.destroy();
    await rm(file, { force: true });
  }
  return { ours, plain, bytes };
}

/** A page in the middle as a tutorial reads it: by `OFFSET`. */
const readByOffset = ({ db }: Bench, organizationId: number, offset: number): Promise<number> =>
  timed(
    () =>
      db.query(
        `SELECT * FROM learning_record WHERE organization_id = ? ORDER BY learner_id, course_id, attempt LIMIT ? OFFSET ?`,
        [organizationId, PAGE, offset],
      ),
    3,
  );

async function timed(work: () => Promise<unknown>, times = READS): Promise<number> {
  const taken: number[] = [];
  while (taken.length < times) {
    const began = performance.now();
    await work();
    taken.push(performance.now() - began);
  }
  return median(taken);
}
