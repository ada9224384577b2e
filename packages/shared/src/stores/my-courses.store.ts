import type { EntityManager } from 'typeorm';
import {
  LATEST_ATTEMPTS,
  type MyAttempts,
  type MyAttemptsQuery,
  type MyCourse,
  type PastAttempt,
} from '../contracts/launch';
import type { CourseKind } from '../contracts/learning';
import { uuidToBytes, uuidToText } from '../entities/columns';
import { AppError } from '../errors/app-error';
import { type AttemptRow, attemptView, readContentState } from './attempt-view';
import { behind, type CourseCursor } from './course-list.store';

type Learner = { organizationId: number; learnerId: number };
type Page = { limit: number; after?: CourseCursor | undefined };

/**
 * The courses that are assigned to a learner or that the learner has started, by title; each with its latest attempts,
 * newest first. A retired course that was never started is left out: it cannot be opened.
 */
export async function listMyCourses(
  db: EntityManager,
  learner: Learner,
  { limit, after }: Page,
): Promise<{ courses: MyCourse[]; last: CourseCursor | undefined }> {
  const rows = await findCourses(db, learner, { limit: limit + 1, after });
  const page = rows.slice(0, limit);
  const end = rows.length > limit ? page.at(-1) : undefined;
  const attemptsOf = await findLatestAttempts(
    db,
    learner,
    page.map(({ id }) => id),
  );
  const courses = page.map(({ id, uuid, title, kind, assigned, marked }) => {
    const { attempts, count } = attemptsOf.get(id) ?? { attempts: [], count: 0 };
    const course = { id: uuidToText(uuid), title, kind };
    const resetPending = marked === 1 && count > 0;
    return { course, assigned: assigned === 1, attempts, attemptCount: count, resetPending };
  });
  return { courses, last: end && { titleKey: end.titleKey, id: end.id } };
}

/**
 * All attempts of a learner at a course, newest first.
 * @param courseUuid of any course of the organization: one that was never started has none
 * @throws AppError `not-found`
 */
export async function listMyAttempts(
  db: EntityManager,
  { organizationId, learnerId }: Learner,
  courseUuid: string,
  { before, limit }: MyAttemptsQuery,
): Promise<MyAttempts> {
  const [course]: { id: number }[] = await db.query(
    'SELECT id FROM course WHERE organization_id = ? AND uuid = ?',
    [organizationId, uuidToBytes(courseUuid)],
  );
  if (!course) throw new AppError('not-found', {});
  const rows: PastRow[] = await db.query(
    `SELECT ${COLUMNS} FROM learning_record r
     WHERE r.organization_id = ? AND r.learner_id = ? AND r.course_id = ? AND r.attempt < ?
     ORDER BY r.attempt DESC LIMIT ?`,
    [organizationId, learnerId, course.id, before ?? BEHIND_ALL, limit + 1],
  );
  const page = rows.slice(0, limit);
  const nextBefore = rows.length > limit ? (page.at(-1)?.attempt ?? null) : null;
  return { attempts: page.map(pastAttempt), nextBefore };
}

/** No attempt has this number: the column is smaller. */
const BEHIND_ALL = 65_536;
const COLUMNS = `r.attempt, r.status, r.started_at AS startedAt, r.last_access_at AS lastAccessAt,
  r.completed_at AS completedAt, r.score, r.total_seconds AS totalSeconds, r.content_state AS contentState,
  r.reset_at AS resetAt`;
type PastRow = AttemptRow & { contentState: string | null; resetAt: Date | null };
const pastAttempt = ({ contentState, resetAt, ...row }: PastRow): PastAttempt => ({
  ...attemptView(row, readContentState(contentState)),
  resetAt: resetAt?.toISOString() ?? null,
});

/** By course, newest first, and how many there are in all. */
async function findLatestAttempts(
  db: EntityManager,
  { organizationId, learnerId }: Learner,
  courseIds: readonly number[],
) {
  const attemptsOf = new Map<number, { attempts: PastAttempt[]; count: number }>();
  if (courseIds.length === 0) return attemptsOf;
  const rows: (PastRow & { courseId: number; count: string | number })[] = await db.query(
    `SELECT r.course_id AS courseId, l.attempts AS count, ${COLUMNS}
     FROM (SELECT course_id, MAX(attempt) AS latest, COUNT(*) AS attempts FROM learning_record
       WHERE organization_id = ? AND learner_id = ? AND course_id IN (?) GROUP BY course_id) l
     JOIN learning_record r ON r.organization_id = ? AND r.learner_id = ? AND r.course_id = l.course_id
       AND r.attempt + ${LATEST_ATTEMPTS} > l.latest
     ORDER BY r.course_id, r.attempt DESC`,
    [organizationId, learnerId, courseIds, organizationId, learnerId],
  );
  for (const { courseId, count, ...row } of rows) {
    const there = attemptsOf.get(courseId) ?? { attempts: [], count: Number(count) };
    there.attempts.push(pastAttempt(row));
    attemptsOf.set(courseId, there);
  }
  return attemptsOf;
}

function findCourses(
  db: EntityManager,
  { organizationId, learnerId }: Learner,
  { limit, after }: Page,
): Promise<CourseRow[]> {
  const rest = behind(after);
  return db.query(
    `SELECT c.id, c.uuid, c.title, c.title_key AS titleKey, c.kind, own.assigned,
       EXISTS (SELECT 1 FROM progress_reset p
         WHERE p.organization_id = c.organization_id AND p.learner_id = ? AND p.course_id = c.id
           AND p.acknowledged_at IS NULL AND p.withdrawn_at IS NULL) AS marked
     FROM (SELECT course_id, CAST(MAX(is_assigned) AS SIGNED) AS assigned, MAX(is_started) AS started FROM (
         SELECT course_id, 1 AS is_assigned, 0 AS is_started FROM assignment
           WHERE organization_id = ? AND learner_id = ?
         UNION ALL SELECT course_id, 0, 1 FROM learning_record WHERE organization_id = ? AND learner_id = ?) listed
       GROUP BY course_id) own
     JOIN course c ON c.organization_id = ? AND c.id = own.course_id
     WHERE (c.status = 'active' OR own.started = 1)${rest ? ` AND ${rest.sql}` : ''}
     ORDER BY c.title_key, c.id LIMIT ?`,
    [
      learnerId,
      ...[organizationId, learnerId],
      ...[organizationId, learnerId],
      organizationId,
      ...(rest?.values ?? []),
      limit,
    ],
  );
}
type CourseRow = CourseCursor & {
  uuid: Buffer;
  title: string;
  kind: CourseKind;
  /** 1 or 0. */
  assigned: number;
  marked: number;
};
