import { setTimeout as delay } from 'node:timers/promises';
import type { BulkResetStatus } from '@reset/shared/contracts/bulk-reset-status';
import { uuidToBytes } from '@reset/shared/entities/columns';
import type { DataSource } from 'typeorm';

const POLL_MS = 10;
const GIVEN_UP: readonly BulkResetStatus[] = ['failed', 'cancelled', 'refused'];

export type Reached = { status: BulkResetStatus; at: Date };

/**
 * Waits until a bulk reset has one of some statuses. The time is the database's own, at most a poll late.
 * @throws Error when it ends otherwise
 */
export async function awaitStatus(
  db: DataSource,
  id: string,
  wanted: readonly BulkResetStatus[],
): Promise<Reached> {
  while (true) {
    const [{ status, at }]: [Reached] = await db.query(
      'SELECT status, UTC_TIMESTAMP(3) AS at FROM bulk_reset WHERE uuid = ?',
      [uuidToBytes(id)],
    );
    if (wanted.includes(status)) return { status, at };
    if (GIVEN_UP.includes(status)) throw new Error(`a bulk reset of the bench ended ${status}`);
    await delay(POLL_MS);
  }
}

/** When the first chunk was put into the queue: a moment before the upload was answered. */
export async function enqueuedAt(db: DataSource, id: string): Promise<Date> {
  const [{ at }]: [{ at: Date }] = await db.query(
    `SELECT MIN(c.queued_at) AS at FROM bulk_reset b JOIN chunk c ON c.bulk_reset_id = b.id AND c.phase = 'validate'
     WHERE b.uuid = ?`,
    [uuidToBytes(id)],
  );
  return at;
}

/** Seconds from the confirmation to the end, by the database's clock. */
export async function secondsOfReset(db: DataSource, id: string): Promise<number> {
  const [{ confirmed, finished }]: [{ confirmed: Date; finished: Date }] = await db.query(
    'SELECT confirmed_at AS confirmed, finished_at AS finished FROM bulk_reset WHERE uuid = ?',
    [uuidToBytes(id)],
  );
  return secondsBetween(confirmed, finished);
}

export const secondsBetween = (from: Date, to: Date): number => (to.getTime() - from.getTime()) / 1_000;
