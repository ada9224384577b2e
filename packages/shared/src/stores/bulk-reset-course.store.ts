import type { EntityManager } from 'typeorm';
import type { VersionKey } from './bulk-reset-key';
import { insertRows } from './multi-row';

/** Notes which courses a valid file resets, for their timelines. Kept for good. */
export async function insertBulkResetCourses(
  db: EntityManager,
  { organizationId, bulkResetId, version }: VersionKey,
  courseIds: Iterable<number>,
): Promise<void> {
  // In the order of the key.
  const ascending = [...courseIds].sort((a, b) => a - b);
  await insertRows(
    db,
    'bulk_reset_course',
    ['organization_id', 'course_id', 'bulk_reset_id', 'version'],
    ascending.flatMap((courseId) => [organizationId, courseId, bulkResetId, version]),
  );
}

/** A confirmed bulk reset that resets a course, and where it stands among those of the course. */
export type ConfirmedReset = { bulkResetId: number; confirmedAt: Date };

/**
 * The confirmed bulk resets of a course, newest first. A course has few of them: they are sorted.
 * @param before not itself; by moment, then by id
 */
export async function listResetsOfCourse(
  db: EntityManager,
  organizationId: number,
  courseId: number,
  { before, limit }: { before: ConfirmedReset; limit: number },
): Promise<ConfirmedReset[]> {
  return db.query(
    `SELECT b.id AS bulkResetId, b.confirmed_at AS confirmedAt
     FROM bulk_reset_course c
       STRAIGHT_JOIN bulk_reset b ON b.id = c.bulk_reset_id AND b.organization_id = c.organization_id
         AND b.confirmed_version = c.version
     WHERE c.organization_id = ? AND c.course_id = ?
       AND (b.confirmed_at < ? OR (b.confirmed_at = ? AND b.id < ?))
     ORDER BY b.confirmed_at DESC, b.id DESC LIMIT ?`,
    [organizationId, courseId, before.confirmedAt, before.confirmedAt, before.bulkResetId, limit],
  );
}
