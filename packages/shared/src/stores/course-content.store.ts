import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { ContentStandard } from '../contracts/content-package';
import type { CourseKind } from '../contracts/learning';
import { uuidToBytes } from '../entities/columns';
import { identifierKey } from '../entities/identifier-key';
import { AppError } from '../errors/app-error';
import type { CourseKey } from './content-package.store';

export type CourseToFill = { courseId: number; kind: CourseKind };

/** @param key `courseId` is the course's UUID. @throws AppError `not-found`, also where another organization has it */
export async function findCourseToFill(
  db: EntityManager,
  { organizationId, courseId }: { organizationId: number; courseId: string },
): Promise<CourseToFill> {
  const [course]: CourseToFill[] = await db.query(
    'SELECT id AS courseId, kind FROM course WHERE organization_id = ? AND uuid = ?',
    [organizationId, uuidToBytes(courseId)],
  );
  if (!course) throw new AppError('not-found', {});
  return course;
}

/** Gives the course the title of its content. */
export async function retitleCourse(
  db: EntityManager,
  { organizationId, courseId }: CourseKey,
  title: string,
): Promise<void> {
  await db.query('UPDATE course SET title = ? WHERE organization_id = ? AND id = ?', [
    title,
    organizationId,
    courseId,
  ]);
}

/** Gives the course the kind of its content. */
export async function changeCourseKind(
  db: EntityManager,
  { organizationId, courseId }: CourseKey,
  kind: CourseKind,
): Promise<void> {
  await db.query('UPDATE course SET kind = ? WHERE organization_id = ? AND id = ?', [
    kind,
    organizationId,
    courseId,
  ]);
}

export type NewCourse = { assetId: string; title: string; kind: CourseKind; language: string };

/**
 * Adds a course, inside the caller's transaction. @returns its number
 * @throws AppError `asset-id-taken` where the organization has a course with this asset ID
 */
export async function insertCourse(
  db: EntityManager,
  organizationId: number,
  { assetId, title, kind, language }: NewCourse,
): Promise<number> {
  await lockCourseNames(db, organizationId);
  const taken: unknown[] = await db.query(
    'SELECT id FROM course WHERE organization_id = ? AND asset_key = ? LIMIT 1',
    [organizationId, identifierKey(assetId)],
  );
  if (taken.length > 0) throw new AppError('asset-id-taken', { assetId });
  const { insertId }: { insertId: number } = await db.query(
    `INSERT INTO course (organization_id, uuid, asset_id, asset_key, title, kind, language)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    [organizationId, uuidToBytes(randomUUID()), assetId, identifierKey(assetId), title, kind, language],
  );
  return insertId;
}

/** Those who give asset IDs wait here for each other: it is no unique key, because organizations bring doubles. */
export async function lockCourseNames(db: EntityManager, organizationId: number): Promise<void> {
  await db.query('SELECT id FROM organization WHERE id = ? FOR UPDATE', [organizationId]);
}

/** What the content of some courses is now. Those that have none are missing. */
export async function standardsOfCourses(
  db: EntityManager,
  organizationId: number,
  courseIds: readonly number[],
): Promise<Map<number, ContentStandard>> {
  if (courseIds.length === 0) return new Map();
  const rows: { courseId: number; standard: ContentStandard }[] = await db.query(
    `SELECT course_id AS courseId, standard FROM content_package
     WHERE organization_id = ? AND course_id IN (?) ORDER BY course_id, version`,
    [organizationId, courseIds],
  );
  return new Map(rows.map(({ courseId, standard }) => [courseId, standard]));
}
