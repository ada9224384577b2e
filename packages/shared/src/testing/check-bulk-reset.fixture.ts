import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { Redis } from 'ioredis';
import type { DataSource } from 'typeorm';
import type { BulkResetClient } from './bulk-reset-client.fixture';
import { type ExpectedMark, judgeFile, judgeReset, type World } from './oracle.fixture';
import type { RunningSystem } from './running-system.fixture';

type What = {
  dataSource: DataSource;
  client: BulkResetClient;
  id: string;
  csv: string;
  /** Of the database before the file came. */
  world: World;
  /** At the moment of the reset, where it is another one. */
  worldAtReset?: World;
};

/** Where a bulk reset may come to rest once it is validated. One that was stopped has reset the pairs of whole chunks, and of no others. */
export type End = 'validated' | 'completed' | 'paused' | 'cancelled' | 'failed';

/**
 * Compares what became of a file with what the oracle says: status, counts, impact, the report's bytes, marks, what was
 * left out, chunks, audit.
 * @param end what the bulk reset has to be by now; validation is over in any case
 * @returns what is wrong, in words
 */
export async function checkBulkReset(
  end: End,
  { dataSource, client, id, csv, world, worldAtReset = world }: What,
): Promise<string[]> {
  const verdict = judgeFile(csv, world);
  const view = await client.show(id);
  const completed = end === 'completed';
  const ledger = await readLedger(dataSource, id);
  const wantedDone = end === 'validated' ? [] : ledger.done;
  const isDone = ({ learnerId }: ExpectedMark) =>
    completed || wantedDone.some(({ from, to }) => from <= learnerId && learnerId < to);
  const reset = judgeReset(verdict, worldAtReset, isDone);
  const { assignmentsOverridden: _, ...impact } = view.impact ?? { assignmentsOverridden: 0 };
  return [
    ...differs('status', view.status, end === 'validated' ? verdict.status : end),
    ...differs('counts', view.counts, reset.counts),
    ...differs('impact', impact, verdict.impact),
    ...differs('report', await client.report(id), verdict.report),
    ...differs('marks', ledger.marks, inOrder(reset.marks)),
    ...differs('left out', ledger.leftOut, inOrder(reset.leftOut)),
    ...differs('open chunks', ledger.openChunks, completed ? 0 : ledger.resetChunks - wantedDone.length),
    ...differs('chunks running', ledger.running, 0),
    ...differs('audits of completion', ledger.completions, completed ? 1 : 0),
  ];
}

/**
 * What is wrong with one that was stopped before anything was known of it: nothing may be reset, and every row is counted.
 */
export async function checkStoppedEarly(
  end: 'cancelled' | 'failed',
  { dataSource, client, id, csv, world }: What,
): Promise<string[]> {
  const { status, counts } = await client.show(id);
  const { rows, excluded, withErrors, repeated, notProcessed } = counts;
  const wanted = judgeFile(csv, world).counts;
  const ledger = await readLedger(dataSource, id);
  return [
    ...differs('status', status, end),
    ...differs('rows', rows, wanted.rows),
    ...differs('rows that make up the file', excluded + withErrors + repeated + notProcessed, rows),
    ...(excluded > wanted.excluded ? [`${excluded} rows are excluded`] : []),
    ...differs('marks', ledger.marks, []),
    ...differs('left out', ledger.leftOut, []),
  ];
}

/** What nobody may have left behind once every bulk reset is at rest. Of a bucket, its test knows. */
export async function checkNothingLeft(system: RunningSystem): Promise<string[]> {
  const url = new URL(system.environment.STORAGE_URL ?? '');
  if (url.protocol !== 'file:') return checkQueueEmpty(system);
  const storage = fileURLToPath(url);
  const entries = await readdir(storage, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.relative(storage, path.join(parentPath, name)));
  const known: { storage_key: string; report_key: string | null }[] = await system.dataSource.query(
    'SELECT storage_key, report_key FROM bulk_reset_file',
  );
  const wanted = new Set(known.flatMap(({ storage_key, report_key }) => [storage_key, report_key]));
  return [
    ...files.filter((file) => !wanted.has(file)).map((file) => `left in storage: ${file}`),
    ...(await checkQueueEmpty(system)),
  ];
}

/** What BullMQ keeps of a queue that is empty. */
const KEPT_KEYS = /:(meta|events|id|marker|stalled-check|ping|pc|limiter|metrics:.*|repeat)$/;

export async function checkQueueEmpty({
  environment,
}: Pick<RunningSystem, 'environment'>): Promise<string[]> {
  const redis = new Redis(environment.REDIS_URL ?? '');
  try {
    const keys = await redis.keys(`${environment.QUEUE_PREFIX}:*`);
    return keys.filter((key) => !KEPT_KEYS.test(key)).map((key) => `left in Redis: ${key}`);
  } finally {
    redis.disconnect();
  }
}

/** What the database says was done for a bulk reset. */
export async function readLedger(dataSource: DataSource, uuid: string) {
  const [{ id }]: [{ id: number }] = await dataSource.query(
    'SELECT id FROM bulk_reset WHERE uuid = UNHEX(?)',
    [uuid.replaceAll('-', '')],
  );
  const pairs = async (table: string): Promise<ExpectedMark[]> => {
    const rows: { l: number; c: number; r: number }[] = await dataSource.query(
      `SELECT learner_id AS l, course_id AS c, file_row AS r FROM ${table} WHERE bulk_reset_id = ?`,
      [id],
    );
    return inOrder(rows.map(({ l, c, r }) => ({ learnerId: Number(l), courseId: Number(c), fileRow: r })));
  };
  const count = async (sql: string): Promise<number> => Number((await dataSource.query(sql, [id]))[0].n);
  const current = 'version = (SELECT version FROM bulk_reset b WHERE b.id = chunk.bulk_reset_id)';
  const done: { f: number; t: number }[] = await dataSource.query(
    `SELECT from_learner AS f, to_learner AS t FROM chunk
     WHERE bulk_reset_id = ? AND ${current} AND phase = 'reset' AND state = 'done'`,
    [id],
  );
  return {
    /** The learners of the chunks that are reset, half-open. */
    done: done.map(({ f, t }) => ({ from: Number(f), to: Number(t) })),
    running: await count(
      `SELECT COUNT(*) AS n FROM chunk WHERE bulk_reset_id = ? AND ${current} AND state = 'running'`,
    ),
    marks: await pairs('progress_reset'),
    leftOut: await pairs('left_out_row'),
    openChunks: await count(
      `SELECT COUNT(*) AS n FROM chunk WHERE bulk_reset_id = ? AND ${current} AND state <> 'done'`,
    ),
    resetChunks: await count(
      `SELECT COUNT(*) AS n FROM chunk WHERE bulk_reset_id = ? AND ${current} AND phase = 'reset'`,
    ),
    completions: await count(
      `SELECT COUNT(*) AS n FROM audit_event WHERE subject_kind = 'bulk-reset' AND subject_id = ? AND action = 'bulk-reset.completed'`,
    ),
  };
}

export const inOrder = (marks: readonly ExpectedMark[]): ExpectedMark[] =>
  [...marks].sort((one, other) => one.fileRow - other.fileRow);

export function differs(what: string, found: unknown, wanted: unknown): string[] {
  if (isDeepStrictEqual(plain(found), plain(wanted))) return [];
  return [`${what}: ${inShort(found)} instead of ${inShort(wanted)}`];
}
/** What came with a response is of another realm than what a test makes. */
const plain = (value: unknown) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));
const inShort = (value: unknown) => `${JSON.stringify(value)}`.slice(0, 400);
