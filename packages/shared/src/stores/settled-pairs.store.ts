import type { EntityManager } from 'typeorm';
import type { VersionKey } from './bulk-reset-key';
import { type PairColumns, packPairs, unpackPairs } from './packed-pairs';

const OF_VERSION = 'organization_id = ? AND bulk_reset_id = ? AND version = ?';
const at = ({ organizationId, bulkResetId, version }: VersionKey) => [organizationId, bulkResetId, version];

/** What settling one range of learners decided: the pairs to reset, and the courses among them. */
export type SettledPairs = {
  /** Sorted, each pair once, with the row that counts. */
  pairs: PairColumns;
  /** Ascending, each once. */
  courseIds: Uint32Array;
};

/** @param number of the chunk that settled them, and of the chunk that will reset them */
export async function insertSettledPairs(
  db: EntityManager,
  key: VersionKey,
  number: number,
  { pairs, courseIds }: SettledPairs,
): Promise<void> {
  const courses = Buffer.from(courseIds.buffer, courseIds.byteOffset, courseIds.byteLength);
  await db.query(
    'INSERT INTO settled_pairs (organization_id, bulk_reset_id, version, number, packed, courses) VALUES (?, ?, ?, ?, ?, ?)',
    [...at(key), number, packPairs(pairs), courses],
  );
}

export async function readSettledPairs(
  db: EntityManager,
  key: VersionKey,
  number: number,
): Promise<PairColumns> {
  const rows: { packed: Buffer }[] = await db.query(
    `SELECT packed FROM settled_pairs WHERE ${OF_VERSION} AND number = ?`,
    [...at(key), number],
  );
  return unpackPairs(rows.map(({ packed }) => packed));
}

/** The different courses that the pairs to reset name, over all ranges. */
export async function readSettledCourses(db: EntityManager, key: VersionKey): Promise<Set<number>> {
  const numbers: { number: number }[] = await db.query(
    `SELECT number FROM settled_pairs WHERE ${OF_VERSION} ORDER BY number`,
    at(key),
  );
  const known = new Set<number>();
  for (const { number } of numbers) {
    const rows: { courses: Buffer }[] = await db.query(
      `SELECT courses FROM settled_pairs WHERE ${OF_VERSION} AND number = ?`,
      [...at(key), number],
    );
    for (const { courses } of rows)
      for (let byte = 0; byte < courses.length; byte += 4) known.add(courses.readUInt32LE(byte));
  }
  return known;
}
