import type { EntityManager } from 'typeorm';
import type { UndoCounts } from '../contracts/undo';
import type { BulkResetKey } from './bulk-reset-key';
import { PAIRS_IN_HAND } from './progress-reset.store';

/** Of which bulk reset marks are withdrawn, and by which undo. */
export type Withdrawal = { of: BulkResetKey; undoId: number };

const OWN_MARK = `STRAIGHT_JOIN progress_reset m FORCE INDEX (PRIMARY)
  ON m.organization_id = ? AND m.learner_id = p.learner_id AND m.course_id = p.course_id AND m.bulk_reset_id = ?`;
const OPEN = (mark: string) => `${mark}.acknowledged_at IS NULL AND ${mark}.withdrawn_at IS NULL`;

/**
 * Withdraws the marks of one bulk reset on the pairs in hand, where they are still open. The rows stay and say which undo
 * it was. What has acknowledged a mark holds it until it commits, so that either the learner goes on with the old record
 * or the mark is found acknowledged. Marks are locked in the order of their key, and no record: whoever waits for a mark
 * holds only marks that come before it.
 */
export async function withdrawMarks(
  db: EntityManager,
  { of: { organizationId, bulkResetId }, undoId }: Withdrawal,
): Promise<void> {
  await db.query(
    `UPDATE ${PAIRS_IN_HAND} p ${OWN_MARK} SET m.withdrawn_at = UTC_TIMESTAMP(3), m.withdrawn_by = ?
     WHERE ${OPEN('m')}`,
    [organizationId, bulkResetId, undoId],
  );
}

/**
 * Notes the pairs in hand that are not as they were before, with the reason, and counts all of them. Every mark in hand is
 * closed for good by now, so that this needs no lock.
 */
export async function noteLeftPairs(db: EntityManager, withdrawal: Withdrawal): Promise<UndoCounts> {
  const left = await insertLeftPairs(db, withdrawal);
  const { relaunched, withdrawn, marks } = await countMarks(db, withdrawal);
  const resetByAnother = left - relaunched;
  return {
    undone: withdrawn - resetByAnother,
    resetByAnother,
    relaunched,
    undoneBefore: marks - withdrawn - relaunched,
  };
}

async function insertLeftPairs(
  db: EntityManager,
  { of: { organizationId, bulkResetId }, undoId }: Withdrawal,
): Promise<number> {
  const { affectedRows }: { affectedRows: number } = await db.query(
    `INSERT INTO left_out_row (organization_id, bulk_reset_id, learner_id, course_id, file_row, cause)
     SELECT ?, ?, p.learner_id, p.course_id, p.file_row, IF(m.acknowledged_at IS NULL, 'reset-by-another', 'relaunched')
     FROM ${PAIRS_IN_HAND} p ${OWN_MARK}
     WHERE m.acknowledged_at IS NOT NULL OR (m.withdrawn_by = ? AND EXISTS (
       SELECT 1 FROM progress_reset o WHERE o.organization_id = m.organization_id AND o.learner_id = m.learner_id
         AND o.course_id = m.course_id AND ${OPEN('o')}))`,
    [organizationId, undoId, organizationId, bulkResetId, undoId],
  );
  return affectedRows;
}

async function countMarks(
  db: EntityManager,
  { of: { organizationId, bulkResetId }, undoId }: Withdrawal,
): Promise<{ relaunched: number; withdrawn: number; marks: number }> {
  const sum = (what: string) => `CAST(COALESCE(SUM(${what}), 0) AS SIGNED)`;
  const [row]: [{ relaunched: number; withdrawn: number; marks: number }] = await db.query(
    `SELECT ${sum('m.acknowledged_at IS NOT NULL')} AS relaunched, ${sum('m.withdrawn_by <=> ?')} AS withdrawn,
       COUNT(*) AS marks
     FROM ${PAIRS_IN_HAND} p ${OWN_MARK}`,
    [undoId, organizationId, bulkResetId],
  );
  return row;
}
