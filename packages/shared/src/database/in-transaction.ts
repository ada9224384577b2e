import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import { codeOf } from '../log/logger';

/** What the server answers when another transaction was in the way: nothing of ours is kept, and trying again helps. */
const IN_THE_WAY = new Set(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT']);
const ATTEMPTS = 5;
const LONGEST_PAUSE_MS = 50;

/**
 * Runs `work` in one READ COMMITTED transaction: all of it commits, or it is rolled back and the error thrown on. A
 * deadlock or a lock wait that took too long runs the whole of `work` again, so it must have no effect outside.
 * @throws what `work` throws; the server's error when another transaction was in the way five times
 */
export async function inTransaction<Result>(
  dataSource: DataSource,
  work: (db: EntityManager) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      // Rolls back on every error: a lock wait that took too long undoes its own statement only.
      return await dataSource.transaction('READ COMMITTED', work);
    } catch (error) {
      if (attempt === ATTEMPTS || !isInTheWay(error)) throw error;
    }
    await delay(Math.random() * LONGEST_PAUSE_MS * attempt);
  }
}

/** Whether another transaction was in the way: nothing of this one is kept once it is rolled back. */
export const isInTheWay = (error: unknown): boolean => IN_THE_WAY.has(codeOf(error));

/** Whether the connection is gone, so that nobody knows what became of a COMMIT. mysql2 marks such errors as fatal. */
export const isConnectionLost = (error: unknown): boolean =>
  error instanceof Error &&
  'driverError' in error &&
  (error.driverError as { fatal?: unknown }).fatal === true;
