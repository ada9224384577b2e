import type { EntityManager } from 'typeorm';
import type { VersionKey } from './bulk-reset-key';
import type { PackedRow } from './chunk-rows.store';
import { findStagedRows, pairList, pairName, ROW_FLAGS } from './staged-row.store';

/** What became of a row: exactly one of these, at any time. */
export type RowOutcome =
  | 'reset'
  | 'excluded'
  | 'nothing-to-reset'
  | 'repeated'
  | 'with-errors'
  | 'changed-since-validation'
  | 'not-processed';
export type LeftOutCause = 'learner-deactivated' | 'content-kind' | 'compliance-not-configured';
export type OutcomeOfRow = { outcome: RowOutcome; cause?: LeftOutCause };

type Pair = { learnerId: number; courseId: number };
type Range = { fromLearner: number; toLearner: number };

/**
 * What became of some rows of the file.
 * @param rows with their row numbers, as the packed rows of a chunk give them
 */
export async function outcomesOfRows(
  db: EntityManager,
  key: VersionKey,
  rows: readonly (PackedRow & { fileRow: number })[],
): Promise<OutcomeOfRow[]> {
  const identified = rows.filter(({ flags }) => flags & ROW_FLAGS.IDENTIFIED);
  // The chunks first: a mark that commits in between is then found all the same.
  const open = await openRanges(db, key);
  const staged = await findStagedRows(db, key, identified);
  const marks = await markedPairs(db, key, identified);
  const leftOut = await leftOutPairs(db, key, identified);
  return rows.map((row): OutcomeOfRow => {
    const held = staged.get(pairName(row));
    if (row.flags & ROW_FLAGS.ERROR || (held && held.flags & ROW_FLAGS.CONTRADICTS))
      return { outcome: 'with-errors' };
    if (!(row.flags & ROW_FLAGS.RESET)) return { outcome: 'excluded' };
    if (held && held.fileRow !== row.fileRow) return { outcome: 'repeated' };
    if (marks.has(pairName(row))) return { outcome: 'reset' };
    const cause = leftOut.get(pairName(row));
    if (cause) return { outcome: 'changed-since-validation', cause };
    return { outcome: open.contain(row.learnerId) ? 'not-processed' : 'nothing-to-reset' };
  });
}

/** The learners whose reset chunk is not done; all of them where no reset was planned. */
async function openRanges(db: EntityManager, key: VersionKey) {
  const ranges: (Range & { state: string })[] = await db.query(
    `SELECT from_learner AS fromLearner, to_learner AS toLearner, state FROM chunk
     WHERE organization_id = ? AND bulk_reset_id = ? AND version = ? AND phase = 'reset'`,
    [key.organizationId, key.bulkResetId, key.version],
  );
  const open = ranges.filter(({ state }) => state !== 'done');
  const within = (learnerId: number) => (range: Range) =>
    learnerId >= range.fromLearner && learnerId < range.toLearner;
  return { contain: (learnerId: number) => ranges.length === 0 || open.some(within(learnerId)) };
}

async function markedPairs(db: EntityManager, key: VersionKey, pairs: readonly Pair[]): Promise<Set<string>> {
  if (pairs.length === 0) return new Set();
  const rows: Pair[] = await db.query(
    `SELECT learner_id AS learnerId, course_id AS courseId FROM progress_reset
     WHERE organization_id = ? AND (learner_id, course_id) IN (${pairList(pairs)}) AND bulk_reset_id = ?`,
    [key.organizationId, key.bulkResetId],
  );
  return new Set(rows.map(pairName));
}

async function leftOutPairs(db: EntityManager, key: VersionKey, pairs: readonly Pair[]) {
  if (pairs.length === 0) return new Map<string, LeftOutCause>();
  const rows: (Pair & { cause: LeftOutCause })[] = await db.query(
    `SELECT learner_id AS learnerId, course_id AS courseId, cause FROM left_out_row
     WHERE organization_id = ? AND bulk_reset_id = ? AND (learner_id, course_id) IN (${pairList(pairs)})`,
    [key.organizationId, key.bulkResetId],
  );
  return new Map(rows.map((row) => [pairName(row), row.cause]));
}
