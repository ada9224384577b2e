import type { DataSource } from 'typeorm';

/** What stays: who and what there is, and the small tables, whose numbers must go on growing. */
const KEPT = [
  'migrations',
  'bench_organization',
  'organization',
  'learner',
  'course',
  'assignment',
  'learning_record',
  'user_account',
  'api_key',
  'bulk_reset',
  'bulk_reset_file',
  'chunk',
  'chunk_lease',
  'audit_event',
];

/**
 * Empties the tables that work fills, so that every measurement begins alike, and ends what an interrupted run left
 * going on. Bulk resets keep their numbers: a worker remembers what it has looked up for each.
 * @param db of one connection
 */
export async function clearWork(db: DataSource): Promise<void> {
  await db.query(
    `UPDATE bulk_reset SET status = 'cancelled' WHERE status NOT IN ('completed', 'refused', 'cancelled', 'failed')`,
  );
  const tables: { name: string }[] = await db.query(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' AND table_name NOT IN (?)`,
    [KEPT],
  );
  await db.query('SET foreign_key_checks = 0');
  for (const { name } of tables) await db.query(`TRUNCATE TABLE ${name}`);
  await db.query('SET foreign_key_checks = 1');
  await writeDirtyPages(db);
}

const LONGEST_WAIT_MS = 60_000;
const FEW_PAGES = 100;

/** What one measurement has left to write must not be written during the next. */
async function writeDirtyPages(db: DataSource): Promise<void> {
  const [before]: [{ percent: number }] = await db.query('SELECT @@innodb_max_dirty_pages_pct AS percent');
  await db.query('SET GLOBAL innodb_max_dirty_pages_pct = 0');
  const end = Date.now() + LONGEST_WAIT_MS;
  while (Date.now() < end && (await countDirtyPages(db)) > FEW_PAGES)
    await new Promise((resolve) => setTimeout(resolve, 100));
  await db.query('SET GLOBAL innodb_max_dirty_pages_pct = ?', [Number(before.percent)]);
}

async function countDirtyPages(db: DataSource): Promise<number> {
  const [{ Value }]: [{ Value: string }] = await db.query(
    "SHOW GLOBAL STATUS LIKE 'Innodb_buffer_pool_pages_dirty'",
  );
  return Number(Value);
}
