import type { EntityManager } from 'typeorm';
import { RESETTABLE_KINDS } from '../contracts/learning';
import type { BulkResetKey } from './bulk-reset-key';
import { ROWS_PER_STATEMENT } from './multi-row';
import type { PairColumns } from './packed-pairs';

/** Where `layPairsInHand` lays them. */
export const PAIRS_IN_HAND = 'pair_in_hand';

/**
 * Lays the pairs of a chunk where the server can join them: a temporary table of this connection, in memory. So they
 * travel once, and the marks of a chunk are one statement. Not part of any transaction.
 * @param pairs sorted by learner, then course: in this order records are locked and marks written
 */
export async function layPairsInHand(db: EntityManager, pairs: PairColumns): Promise<void> {
  await db.query(`CREATE TEMPORARY TABLE IF NOT EXISTS ${PAIRS_IN_HAND} (
    learner_id BIGINT UNSIGNED NOT NULL, course_id INT UNSIGNED NOT NULL, file_row INT UNSIGNED NOT NULL
  ) ENGINE=MEMORY`);
  await db.query(`DELETE FROM ${PAIRS_IN_HAND}`);
  const { learnerIds, courseIds, fileRows } = pairs;
  for (let from = 0; from < fileRows.length; from += ROWS_PER_STATEMENT) {
    const values: string[] = [];
    const to = Math.min(from + ROWS_PER_STATEMENT, fileRows.length);
    for (let at = from; at < to; at += 1) values.push(`(${learnerIds[at]},${courseIds[at]},${fileRows[at]})`);
    await db.query(
      `INSERT INTO ${PAIRS_IN_HAND} (learner_id, course_id, file_row) VALUES ${values.join(',')}`,
    );
  }
}

const KINDS = RESETTABLE_KINDS.map((kind) => `'${kind}'`).join(', ');
/** What keeps a pair from being reset now, though it was valid; `NULL` where nothing does. */
const CAUSE = `CASE WHEN l.status <> 'active' THEN 'learner-deactivated'
  WHEN c.kind NOT IN (${KINDS}) THEN 'content-kind'
  WHEN c.kind = 'compliance' AND NOT c.compliance_configured THEN 'compliance-not-configured' END`;

/**
 * Takes out of hand the pairs that changed since validation, and notes what had changed.
 * @returns how many
 */
export async function leaveOutChangedPairs(
  db: EntityManager,
  { organizationId, bulkResetId }: BulkResetKey,
): Promise<number> {
  const { affectedRows }: { affectedRows: number } = await db.query(
    `INSERT INTO left_out_row (organization_id, bulk_reset_id, learner_id, course_id, file_row, cause)
     SELECT ?, ?, p.learner_id, p.course_id, p.file_row, ${CAUSE}
     FROM ${PAIRS_IN_HAND} p
       STRAIGHT_JOIN learner l ON l.id = p.learner_id AND l.organization_id = ?
       STRAIGHT_JOIN course c ON c.id = p.course_id AND c.organization_id = ?
     WHERE ${CAUSE} IS NOT NULL`,
    [organizationId, bulkResetId, organizationId, organizationId],
  );
  if (affectedRows > 0)
    await db.query(
      `DELETE p FROM ${PAIRS_IN_HAND} p STRAIGHT_JOIN left_out_row o
         ON o.organization_id = ? AND o.bulk_reset_id = ? AND o.learner_id = p.learner_id AND o.course_id = p.course_id`,
      [organizationId, bulkResetId],
    );
  return affectedRows;
}

/**
 * Marks the pairs in hand as reset, in the order of their key, also where another mark is still open. A pair without a
 * learning record has nothing to reset. The first record of each pair is locked before its mark is written: everything
 * that writes to a pair locks it first (`lockAttempts`), so a late commit of an old attempt comes either wholly before
 * the mark or sees it. Share mode, in the words that MariaDB has for it. The key is forced: by an index that covers the
 * statement, share mode would lock an entry there, and an `UPDATE` of the record itself would not meet it.
 * @returns how many were marked
 */
export async function insertProgressResets(
  db: EntityManager,
  { organizationId, bulkResetId }: BulkResetKey,
): Promise<number> {
  const { affectedRows }: { affectedRows: number } = await db.query(
    `INSERT INTO progress_reset (organization_id, learner_id, course_id, bulk_reset_id, file_row, reset_at)
     SELECT ?, p.learner_id, p.course_id, ?, p.file_row, UTC_TIMESTAMP(3)
     FROM ${PAIRS_IN_HAND} p STRAIGHT_JOIN learning_record r FORCE INDEX (PRIMARY)
       ON r.organization_id = ? AND r.learner_id = p.learner_id AND r.course_id = p.course_id AND r.attempt = 1
     LOCK IN SHARE MODE`,
    [organizationId, bulkResetId, organizationId],
  );
  return affectedRows;
}
