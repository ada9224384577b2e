import { setTimeout as delay } from 'node:timers/promises';
import { IDLE_SECONDS } from '@reset/shared/database/data-source';
import { isInTheWay } from '@reset/shared/database/in-transaction';
import type { Chunk } from '@reset/shared/entities/bulk-reset';
import { failpoint } from '@reset/shared/failpoints/failpoint';
import type { DataSource, EntityManager } from 'typeorm';

/**
 * Seconds that a chunk's transaction may stay without a statement before the server ends it. A frozen or cut-off
 * owner would otherwise hold its locks for as long as connections may be idle, and block its successor (with 3 s the
 * takeover took 3 s, measured).
 */
const SHORT_SECONDS = 3;
/** After these the chunk is given back, and tried again later. */
const ATTEMPTS = 5;
const LONGEST_PAUSE_MS = 100;

/**
 * Runs the work of one chunk in one transaction, with a short patience for owners who stop in the middle of it. A
 * deadlock or a lock wait that took too long runs the whole of `work` again, so it must have no effect outside.
 * @throws what `work` throws; the server's error when another transaction was in the way five times
 */
export async function inChunkTransaction<Result>(
  dataSource: DataSource,
  chunk: Pick<Chunk, 'phase'>,
  work: (db: EntityManager) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(dataSource, chunk, work);
    } catch (error) {
      if (attempt === ATTEMPTS || !isInTheWay(error)) throw error;
    }
    await delay(Math.random() * LONGEST_PAUSE_MS * attempt);
  }
}

async function once<Result>(
  dataSource: DataSource,
  { phase }: Pick<Chunk, 'phase'>,
  work: (db: EntityManager) => Promise<Result>,
): Promise<Result> {
  // Without `await using`: where the connection is gone, releasing it fails too, and the error would be hidden in another.
  const runner = dataSource.createQueryRunner();
  await runner.connect();
  try {
    await runner.query(`SET SESSION wait_timeout = ${SHORT_SECONDS}`);
    await runner.startTransaction('READ COMMITTED');
    await failpoint(`${phase}:begun`);
    const result = await work(runner.manager);
    await failpoint(`${phase}:fenced`);
    await runner.commitTransaction();
    await runner.query(`SET SESSION wait_timeout = ${IDLE_SECONDS}`);
    return result;
  } catch (error) {
    // Also after 1205, which rolls back its statement alone: never half a chunk.
    await runner.rollbackTransaction().catch(() => undefined);
    await runner.query(`SET SESSION wait_timeout = ${IDLE_SECONDS}`).catch(() => undefined);
    throw error;
  } finally {
    await runner.release().catch(() => undefined);
  }
}
