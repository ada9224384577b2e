import { readdir } from 'node:fs/promises';
import path from 'node:path';
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

/**
 * Compares what became of a file with what the oracle says: status, counts, impact, the report's bytes, marks, what was
 * left out, chunks, audit.
 * @param end what the bulk reset has to be by now: validated, or completed
 * @returns what is wrong, in words
 */
export async function checkBulkReset(
  end: 'validated' | 'completed',
  { dataSource, client, id, csv, world, worldAtReset = world }: What,
): Promise<string[]> {
  const verdict = judgeFile(csv, world);
  const reset = judgeReset(verdict, worldAtReset);
  const view = await client.show(id);
  const completed = end === 'completed';
  const ledger = await readLedger(dataSource, id);
  const { assignmentsOverridden: _, ...impact } = view.impact ?? { assignmentsOverridden: 0 };
  const nothing: ExpectedMark[] = [];
  return [
    ...differs('status', view.status, completed ? 'completed' : verdict.status),
    ...differs('counts', view.counts, completed ? reset.counts : verdict.counts),
    ...differs('impact', impact, verdict.impact),
    ...differs('report', await client.report(id), verdict.report),
    ...differs('marks', ledger.marks, inOrder(completed ? reset.marks : nothing)),
    ...differs('left out', ledger.leftOut, inOrder(completed ? reset.leftOut : nothing)),
    ...differs('open chunks', ledger.openChunks, completed ? 0 : ledger.resetChunks),
    ...differs('audits of completion', ledger.completions, completed ? 1 : 0),
  ];
}

/** What nobody may have left behind once every bulk reset is at rest. */
export async function checkNothingLeft(system: RunningSystem): Promise<string[]> {
  const storage = path.join(system.directory, 'storage');
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
  return {
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
