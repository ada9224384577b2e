import type { EntityManager } from 'typeorm';
import { type Pair, valuesOf } from './learning-record.store';

/** A progress reset that has neither been acknowledged nor withdrawn. */
export type OpenMark = { bulkResetId: number; resetAt: Date };

/** SQL: a mark is open. */
export const OPEN_MARK = 'acknowledged_at IS NULL AND withdrawn_at IS NULL';
const OPEN = `organization_id = ? AND learner_id = ? AND course_id = ? AND ${OPEN_MARK}`;

/**
 * The open marks of a pair, oldest first, read as they are at this moment and locked. The pair's learning records are
 * locked before.
 */
export function lockOpenMarks(db: EntityManager, pair: Pair): Promise<OpenMark[]> {
  return db.query(
    `SELECT bulk_reset_id AS bulkResetId, reset_at AS resetAt FROM progress_reset
     WHERE ${OPEN} ORDER BY reset_at, bulk_reset_id FOR UPDATE`,
    valuesOf(pair),
  );
}

/** Consumes all open marks of a pair at once. @returns how many there were */
export async function acknowledgeOpenMarks(
  db: EntityManager,
  pair: Pair,
  openedAttempt: number,
): Promise<number> {
  const { affectedRows }: { affectedRows: number } = await db.query(
    `UPDATE progress_reset SET acknowledged_at = UTC_TIMESTAMP(3), opened_attempt = ? WHERE ${OPEN}`,
    [openedAttempt, ...valuesOf(pair)],
  );
  return affectedRows;
}

/** What has ended an attempt: a reset, or a newer attempt that the learner has begun without one. */
export type EndedBy = 'reset' | 'new-attempt';

/** What has ended an attempt, as it is at this moment; `undefined` while it goes on. Locks nothing. */
export async function endedBy(db: EntityManager, pair: Pair, attempt: number): Promise<EndedBy | undefined> {
  const newer = 'organization_id = ? AND learner_id = ? AND course_id = ? AND attempt > ?';
  const [row]: { newer: number; reset: number }[] = await db.query(
    `SELECT EXISTS (SELECT 1 FROM learning_record WHERE ${newer}) AS newer,
       EXISTS (SELECT 1 FROM progress_reset WHERE ${OPEN})
         OR EXISTS (SELECT 1 FROM learning_record WHERE ${newer} AND reset_by IS NOT NULL) AS reset`,
    [...valuesOf(pair), attempt, ...valuesOf(pair), ...valuesOf(pair), attempt],
  );
  if (Number(row?.reset) === 1) return 'reset';
  return Number(row?.newer) === 1 ? 'new-attempt' : undefined;
}

/** As `endedBy`, for an attempt that is known to have ended. */
export const whatEnded = async (db: EntityManager, pair: Pair, attempt: number): Promise<EndedBy> =>
  (await endedBy(db, pair, attempt)) ?? 'new-attempt';
