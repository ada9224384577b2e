import type { DataSource } from 'typeorm';
import type { Bench } from '../bench';
import { exact, type Figures, grownBy } from './figures';

/** What tells most about the cost of statements. Each server has some of them. */
const COUNTED = [
  'Bytes_received',
  'Bytes_sent',
  'Com_commit',
  'Com_delete',
  'Com_insert',
  'Com_select',
  'Com_update',
  'Handler_delete',
  'Handler_read_key',
  'Handler_read_next',
  'Handler_read_rnd_next',
  'Handler_tmp_write',
  'Handler_update',
  'Handler_write',
  'Innodb_buffer_pool_reads',
  'Innodb_data_fsyncs',
  'Innodb_data_written',
  'Innodb_os_log_fsyncs',
  'Innodb_os_log_written',
  'Innodb_row_lock_time',
  'Innodb_rows_inserted',
  'Innodb_rows_read',
];
const MOST_STATEMENTS = 10;
const STATEMENT_LENGTH = 160;

/**
 * With `--profile`: counts what the database does during a piece of work, as figures for each row of the file, under
 * the server's own names, and tells which statements took the longest. The counters are the whole server's: the bench
 * itself asks for the status a hundred times a second.
 */
export async function countDatabaseWork<Result>(
  { db, options, say }: Pick<Bench, 'db' | 'options' | 'say'>,
  { what, rows }: { what: string; rows: number },
  work: () => Promise<Result>,
): Promise<{ result: Result; figures: Figures }> {
  if (!options.profile) return { result: await work(), figures: {} };
  const tellStatements = await watchStatements(db);
  const before = await readCounters(db);
  const result = await work();
  const counted = grownBy(before, await readCounters(db));
  const figures = Object.fromEntries(
    Object.entries(counted).map(([name, count]) => [`${name}_per_row`, exact(count / rows)]),
  );
  say([`${what}, the longest statements:`, ...(await tellStatements())].join('\n  '));
  return { result, figures };
}

async function readCounters(db: DataSource): Promise<Figures> {
  const rows: { Variable_name: string; Value: string }[] = await db.query(
    'SHOW GLOBAL STATUS WHERE Variable_name IN (?)',
    [COUNTED],
  );
  return Object.fromEntries(rows.map(({ Variable_name, Value }) => [Variable_name, Number(Value)]));
}

export type Statement = { digest: string; text: string; times: string; picoseconds: string };

/** @returns tells, a line each, the statements that have taken the longest since now */
async function watchStatements(db: DataSource): Promise<() => Promise<string[]>> {
  const [{ isOn }]: [{ isOn: number }] = await db.query('SELECT @@performance_schema AS isOn');
  if (!isOn) return async () => ['not told: performance_schema is off on this server'];
  const read = (): Promise<Statement[]> =>
    db.query(
      `SELECT digest, digest_text AS text, count_star AS times, sum_timer_wait AS picoseconds
       FROM performance_schema.events_statements_summary_by_digest
       WHERE schema_name = DATABASE() AND digest IS NOT NULL`,
    );
  const before = new Map((await read()).map((statement) => [statement.digest, statement]));
  return async () => longest(before, await read());
}

export function longest(before: ReadonlyMap<string, Statement>, after: readonly Statement[]): string[] {
  const since = after.map(({ digest, text, times, picoseconds }) => ({
    text,
    times: Number(times) - Number(before.get(digest)?.times ?? 0),
    seconds: (Number(picoseconds) - Number(before.get(digest)?.picoseconds ?? 0)) / 1e12,
  }));
  return since
    .filter(({ times }) => times > 0)
    .sort((one, other) => other.seconds - one.seconds)
    .slice(0, MOST_STATEMENTS)
    .map(
      ({ text, times, seconds }) =>
        `${seconds.toFixed(3)} s, ${times} times: ${text.slice(0, STATEMENT_LENGTH)}`,
    );
}
