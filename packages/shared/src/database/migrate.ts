import type { DataSource } from 'typeorm';

/** Brings the schema up to date. Safe to run again, and while an older version of the programs runs. */
export async function migrate(dataSource: DataSource): Promise<string[]> {
  const applied = await dataSource.runMigrations({ transaction: 'none' }); // DDL commits by itself
  return applied.map(({ name }) => name);
}
