import type { EntityManager } from 'typeorm';

/** What time it is by the database's clock, which is one for all workers. */
export async function databaseNow(db: EntityManager): Promise<Date> {
  const [{ now }]: [{ now: Date }] = await db.query('SELECT UTC_TIMESTAMP(3) AS now');
  return now;
}
