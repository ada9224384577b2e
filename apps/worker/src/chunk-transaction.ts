import type { Chunk } from '@reset/shared/entities/bulk-reset';
import { failpoint } from '@reset/shared/failpoints/failpoint';
import type { DataSource, EntityManager } from 'typeorm';

/**
 * Seconds that a chunk's transaction may stay without a statement before the server ends it. A frozen or cut-off
 * owner would otherwise hold its locks for `wait_timeout`, 8 hours by default, and block its successor
 * (with 3 s the takeover took 3 s, measured).
 */
const IDLE_SECONDS = 3;
/** What connections have otherwise. */
const USUAL_IDLE_SECONDS = 28_800;

/** Runs the work of one chunk in one transaction, with a short patience for owners who stop in the middle of it. */
export async function inChunkTransaction<Result>(
  dataSource: DataSource,
  { phase }: Pick<Chunk, 'phase'>,
  work: (db: EntityManager) => Promise<Result>,
): Promise<Result> {
  await using runner = dataSource.createQueryRunner();
  await runner.connect();
  await runner.query(`SET SESSION wait_timeout = ${IDLE_SECONDS}`);
  await runner.startTransaction('READ COMMITTED');
  try {
    await failpoint(`${phase}:begun`);
    const result = await work(runner.manager);
    await failpoint(`${phase}:fenced`);
    await runner.commitTransaction();
    await runner.query(`SET SESSION wait_timeout = ${USUAL_IDLE_SECONDS}`);
    return result;
  } catch (error) {
    // Also after 1205, which rolls back its statement alone: never half a chunk.
    await runner.rollbackTransaction().catch(() => undefined);
    await runner.query(`SET SESSION wait_timeout = ${USUAL_IDLE_SECONDS}`).catch(() => undefined);
    throw error;
  }
}
