import type { EntityManager } from 'typeorm';

/**
 * Changes nothing, and is refused all the same by a server that only reads, as a replica does after a failover or what
 * somebody has set to `read_only`. Such a server still answers whoever reads.
 * @throws the server's error, or that it does not answer
 */
export async function databaseTakesWrites(db: Pick<EntityManager, 'query'>): Promise<void> {
  await db.query('DELETE FROM worker WHERE id = 0');
}
