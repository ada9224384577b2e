import type { EntityManager } from 'typeorm';
import type { VersionKey } from './bulk-reset-key';
import type { PackedRow } from './chunk-rows.store';
import { slices } from './multi-row';
import { ROW_FLAGS } from './packed-pairs';

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
/** `withdrawnAt`: it was reset, and an undo has taken that back. */
export type OutcomeOfRow = { outcome: RowOutcome; cause?: LeftOutCause; withdrawnAt?: Date };

type Pair = { learnerId: number; courseId: number };
/** MySQL gives up on ranges, and reads a whole index, where a list takes more than 8 MiB to plan. */
const PAIRS_PER_QUERY = 2_000;
const pairName = ({ learnerId, courseId }: Pair): string => `${learnerId} ${courseId}`;
const pairList = (pairs: readonly Pair[]): string =>
  pairs.map(({ learnerId, courseId }) => `(${learnerId},${courseId})`).join(',');
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
  const settled = await settledRows(db, key, rows);
  const marks = await markedPairs(db, key, identified);
  const leftOut = await leftOutPairs(db, key, identified);
  return rows.map((row): OutcomeOfRow => {
    const pairProblem = settled.get(row.fileRow);
    if (row.flags & ROW_FLAGS.ERROR || pairProblem === 'pair-contradicts') return { outcome: 'with-errors' };
    if (!(row.flags & ROW_FLAGS.RESET)) return { outcome: 'excluded' };
    if (pairProblem === 'pair-repeated') return { outcome: 'repeated' };
    const mark = marks.get(pairName(row));
    if (mark) return { outcome: 'reset', ...(mark.withdrawnAt && { withdrawnAt: mark.withdrawnAt }) };
    const cause = leftOut.get(pairName(row));
    if (cause) return { outcome: 'changed-since-validation', cause };
    return { outcome: open.contain(row.learnerId) ? 'not-processed' : 'nothing-to-reset' };
  });
}

type PairProblem = 'pair-repeated' | 'pair-contradicts';

/** What settling said about rows whose pair other rows name too, by row. @param rows in file order */
async function settledRows(
  db: EntityManager,
  key: VersionKey,
  rows: readonly { fileRow: number }[],
): Promise<Map<number, PairProblem>> {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return new Map();
  const found: { fileRow: number; code: PairProblem }[] = await db.query(
    `SELECT file_row AS fileRow, code FROM problem WHERE organization_id = ? AND bulk_reset_id = ? AND version = ?
     AND file_row BETWEEN ? AND ? AND code IN ('pair-repeated', 'pair-contradicts')`,
    [key.organizationId, key.bulkResetId, key.version, first.fileRow, last.fileRow],
  );
  return new Map(found.map(({ fileRow, code }) => [fileRow, code]));
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

type Mark = Pair & { withdrawnAt: Date | null };

async function markedPairs(
  db: EntityManager,
  key: VersionKey,
  pairs: readonly Pair[],
): Promise<Map<string, Mark>> {
  const marked = new Map<string, Mark>();
  for (const some of slices(pairs, PAIRS_PER_QUERY)) {
    const rows: Mark[] = await db.query(
      `SELECT learner_id AS learnerId, course_id AS courseId, withdrawn_at AS withdrawnAt FROM progress_reset
       WHERE organization_id = ? AND (learner_id, course_id) IN (${pairList(some)}) AND bulk_reset_id = ?`,
      [key.organizationId, key.bulkResetId],
    );
    for (const row of rows) marked.set(pairName(row), row);
  }
  return marked;
}

async function leftOutPairs(db: EntityManager, key: VersionKey, pairs: readonly Pair[]) {
  const causes = new Map<string, LeftOutCause>();
  for (const some of slices(pairs, PAIRS_PER_QUERY)) {
    const rows: (Pair & { cause: LeftOutCause })[] = await db.query(
      `SELECT learner_id AS learnerId, course_id AS courseId, cause FROM left_out_row
       WHERE organization_id = ? AND bulk_reset_id = ? AND (learner_id, course_id) IN (${pairList(some)})`,
      [key.organizationId, key.bulkResetId],
    );
    for (const row of rows) causes.set(pairName(row), row.cause);
  }
  return causes;
}
