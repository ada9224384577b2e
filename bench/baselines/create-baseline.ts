import type { Baseline, BaselineName } from './baseline';
import { createOrmBaseline } from './orm/orm-baseline';
import { createRowBaseline } from './row/row-baseline';
import { createSqlBaseline } from './sql/sql-baseline';

export function createBaseline(
  name: BaselineName,
  { databaseUrl, redisUrl }: { databaseUrl: string; redisUrl: string },
): Promise<Baseline> {
  if (name === 'sql') return createSqlBaseline(databaseUrl);
  return name === 'orm' ? createOrmBaseline(databaseUrl, redisUrl) : createRowBaseline(databaseUrl);
}
