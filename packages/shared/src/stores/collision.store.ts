import type { EntityManager } from 'typeorm';
import type { VersionKey } from './bulk-reset-key';
import { findStagedRows, pairName, ROW_FLAGS, type StagedRow } from './staged-row.store';

const OF_VERSION = 'organization_id = ? AND bulk_reset_id = ? AND version = ?';
const at = ({ organizationId, bulkResetId, version }: VersionKey) => [organizationId, bulkResetId, version];

export type Pair = { learnerId: number; courseId: number };
/** Pairs that several rows name, each with all of its rows in the order of the file. */
export type RepeatedPair = Pair & { staged: StagedRow; rows: StagedRow[] };

/** The next pairs that several rows name, in the order of their key. @param after exclusive */
export async function nextRepeatedPairs(
  db: EntityManager,
  key: VersionKey,
  after: Pair,
  limit: number,
): Promise<RepeatedPair[]> {
  const pairs: Pair[] = await db.query(
    `SELECT DISTINCT learner_id AS learnerId, course_id AS courseId FROM staged_collision
     WHERE ${OF_VERSION} AND (learner_id > ? OR (learner_id = ? AND course_id > ?))
     ORDER BY learner_id, course_id LIMIT ?`,
    [...at(key), after.learnerId, after.learnerId, after.courseId, limit],
  );
  const last = pairs.at(-1);
  if (!last) return [];
  const staged = await findStagedRows(db, key, pairs);
  const collisions: StagedRow[] = await db.query(
    `SELECT learner_id AS learnerId, course_id AS courseId, file_row AS fileRow, flags FROM staged_collision
     WHERE ${OF_VERSION} AND (learner_id > ? OR (learner_id = ? AND course_id > ?))
       AND (learner_id < ? OR (learner_id = ? AND course_id <= ?))`,
    [
      ...at(key),
      ...[after.learnerId, after.learnerId, after.courseId],
      ...[last.learnerId, last.learnerId, last.courseId],
    ],
  );
  const rowsOf = new Map<string, StagedRow[]>();
  for (const row of collisions) {
    const rows = rowsOf.get(pairName(row));
    if (rows) rows.push(row);
    else rowsOf.set(pairName(row), [row]);
  }
  return pairs.map((pair) => {
    const own = staged.get(pairName(pair));
    if (!own) throw new Error('a collision without a staged row');
    const rows = [own, ...(rowsOf.get(pairName(pair)) ?? [])].sort((a, b) => a.fileRow - b.fileRow);
    return { ...pair, staged: own, rows };
  });
}

/** Makes the first row of the file the staged one, whichever worker came first. */
export async function exchangeStagedRow(
  db: EntityManager,
  key: VersionKey,
  staged: StagedRow,
  first: StagedRow,
) {
  const pair = [staged.learnerId, staged.courseId];
  await db.query(
    `UPDATE staged_row SET file_row = ?, flags = ? WHERE ${OF_VERSION} AND learner_id = ? AND course_id = ?`,
    [first.fileRow, first.flags, ...at(key), ...pair],
  );
  await db.query(
    `UPDATE staged_collision SET file_row = ?, flags = ?
     WHERE ${OF_VERSION} AND learner_id = ? AND course_id = ? AND file_row = ?`,
    [staged.fileRow, staged.flags, ...at(key), ...pair, first.fileRow],
  );
}

/** Marks every row of pairs that are asked both ways. */
export async function markContradictions(db: EntityManager, key: VersionKey, pairs: readonly Pair[]) {
  if (pairs.length === 0) return;
  const list = pairs.map(({ learnerId, courseId }) => `(${learnerId},${courseId})`).join(',');
  for (const table of ['staged_row', 'staged_collision'])
    await db.query(
      `UPDATE ${table} SET flags = flags | ${ROW_FLAGS.CONTRADICTS}
       WHERE ${OF_VERSION} AND (learner_id, course_id) IN (${list})`,
      at(key),
    );
}

/** Rows without an error of their own that settling took out: `excluded` rows that contradict, and repetitions. */
export type CollisionCounts = { contradictingExcluded: number; repeated: number };

export async function countCollisions(db: EntityManager, key: VersionKey): Promise<CollisionCounts> {
  const { RESET, ERROR, CONTRADICTS } = ROW_FLAGS;
  const excluded = `flags & ${RESET | ERROR | CONTRADICTS} = ${CONTRADICTS}`;
  const [counts]: [{ repeated: number | null; excluded: number | null }] = await db.query(
    `SELECT CAST(SUM(flags & ${RESET | ERROR | CONTRADICTS} = ${RESET}) AS SIGNED) AS repeated,
       CAST(SUM(${excluded}) AS SIGNED) AS excluded
     FROM staged_collision WHERE ${OF_VERSION}`,
    at(key),
  );
  const [staged]: [{ excluded: number }] = await db.query(
    `SELECT COUNT(*) AS excluded FROM staged_row WHERE ${OF_VERSION} AND ${excluded}`,
    at(key),
  );
  return { repeated: counts.repeated ?? 0, contradictingExcluded: (counts.excluded ?? 0) + staged.excluded };
}
