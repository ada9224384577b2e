import type { EntityManager } from 'typeorm';
import type { CourseKind } from '../contracts/learning';
import { uuidToBytes } from '../entities/columns';
import { AppError } from '../errors/app-error';

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
