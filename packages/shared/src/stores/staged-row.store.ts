import type { EntityManager } from 'typeorm';
import type { VersionKey } from './bulk-reset-key';
import { ROWS_PER_STATEMENT, slices } from './multi-row';

/** What a row says and what was found about it, one bit each. */
export const ROW_FLAGS = {
  /** `Reset required` is TRUE. */
  RESET: 1,
  /** The row has an error of its own. */
  ERROR: 2,
  /** Another row says the opposite for the same pair. */
  CONTRADICTS: 4,
  /** The row names one learner and one course, so it takes part in the search for repeated pairs. */
  IDENTIFIED: 8,
} as const;

/** One pair of the file, with the row that names it. Rows in conflict lie in `staged_collision`. */
export type StagedRow = { learnerId: number; courseId: number; fileRow: number; flags: number };

const byPair = (a: StagedRow, b: StagedRow) =>
  a.learnerId - b.learnerId || a.courseId - b.courseId || a.fileRow - b.fileRow;
const samePair = (a: StagedRow, b: StagedRow) => a.learnerId === b.learnerId && a.courseId === b.courseId;

/**
 * Stages the pairs of a chunk, sorted by key: in the order of the file, chunks that run side by side deadlock
 * (46 to 55 times in 20 chunks, measured; sorted never). Rows whose pair is staged already become collisions, for
 * settling to decide by row number once all chunks are in.
 */
export async function stageRows(
  db: EntityManager,
  key: VersionKey,
  rows: readonly StagedRow[],
): Promise<void> {
  const sorted = [...rows].sort(byPair);
  const first = (row: StagedRow, index: number) => {
    const before = sorted[index - 1];
    return !before || !samePair(before, row);
  };
  const staged = sorted.filter(first);
  const collisions = sorted.filter((row, index) => !first(row, index));
  for (const batch of slices(staged, ROWS_PER_STATEMENT)) {
    // IGNORE hides nothing here: every value is a whole number that fits its column.
    const inserted = await insert(db, 'staged_row', key, batch, 'INSERT IGNORE');
    if (inserted < batch.length) collisions.push(...(await stagedByOthers(db, key, batch)));
  }
  for (const batch of slices(collisions.sort(byPair), ROWS_PER_STATEMENT))
    await insert(db, 'staged_collision', key, batch, 'INSERT');
}

async function insert(
  db: EntityManager,
  table: 'staged_row' | 'staged_collision',
  { organizationId, bulkResetId, version }: VersionKey,
  rows: readonly StagedRow[],
  verb: 'INSERT' | 'INSERT IGNORE',
): Promise<number> {
  // Numbers only, written out here: placeholders for 35,000 values cost more than the statement itself.
  const prefix = `(${organizationId},${bulkResetId},${version},`;
  const values = rows.map((row) => `${prefix}${row.learnerId},${row.courseId},${row.fileRow},${row.flags})`);
  const { affectedRows }: { affectedRows: number } = await db.query(
    `${verb} INTO ${table} (organization_id, bulk_reset_id, version, learner_id, course_id, file_row, flags)
     VALUES ${values.join(',')}`,
  );
  return affectedRows;
}

/** Those of a batch whose pair another row holds. */
async function stagedByOthers(
  db: EntityManager,
  key: VersionKey,
  batch: readonly StagedRow[],
): Promise<StagedRow[]> {
  const held = await findStagedRows(db, key, batch);
  return batch.filter((row) => held.get(pairName(row))?.fileRow !== row.fileRow);
}

export const pairName = ({ learnerId, courseId }: { learnerId: number; courseId: number }): string =>
  `${learnerId} ${courseId}`;
export const pairList = (pairs: readonly { learnerId: number; courseId: number }[]): string =>
  pairs.map(({ learnerId, courseId }) => `(${learnerId},${courseId})`).join(',');

/** The staged rows of some pairs, by `pairName`. @param pairs at most a statement's rows */
export async function findStagedRows(
  db: EntityManager,
  { organizationId, bulkResetId, version }: VersionKey,
  pairs: readonly { learnerId: number; courseId: number }[],
): Promise<Map<string, StagedRow>> {
  if (pairs.length === 0) return new Map();
  const rows: StagedRow[] = await db.query(
    `SELECT learner_id AS learnerId, course_id AS courseId, file_row AS fileRow, flags FROM staged_row
     WHERE organization_id = ? AND bulk_reset_id = ? AND version = ? AND (learner_id, course_id) IN (${pairList(pairs)})`,
    [organizationId, bulkResetId, version],
  );
  return new Map(rows.map((row) => [pairName(row), row]));
}
