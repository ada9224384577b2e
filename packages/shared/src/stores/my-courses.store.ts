import type { EntityManager } from 'typeorm';
import type { AttemptView, MyCourse } from '../contracts/launch';
import type { CourseKind, CourseStatus } from '../contracts/learning';
import { uuidToText } from '../entities/columns';
import { type AttemptRow, attemptView, readContentState } from './attempt-view';

type Learner = { organizationId: number; learnerId: number };

/**
 * The courses that are assigned to a learner or that the learner has started, by title; each with its attempts,
 * newest first. A retired course that was never started is left out: it cannot be opened.
 */
export async function listMyCourses(db: EntityManager, learner: Learner): Promise<MyCourse[]> {
  const attemptsOf = await findAttempts(db, learner);
  const courses = await findCourses(db, learner);
  return courses.flatMap(({ id, uuid, title, kind, status, assigned, marked }) => {
    const attempts = attemptsOf.get(id) ?? [];
    if (attempts.length === 0 && status === 'retired') return [];
    const course = { id: uuidToText(uuid), title, kind };
    return { course, assigned: assigned === 1, attempts, resetPending: marked === 1 && attempts.length > 0 };
  });
}

/** By course, newest first. */
async function findAttempts(db: EntityManager, { organizationId, learnerId }: Learner) {
  const rows: (AttemptRow & { courseId: number; contentState: string | null })[] = await db.query(
    `SELECT course_id AS courseId, attempt, status, started_at AS startedAt, last_access_at AS lastAccessAt,
       completed_at AS completedAt, score, total_seconds AS totalSeconds, content_state AS contentState
     FROM learning_record WHERE organization_id = ? AND learner_id = ? ORDER BY course_id, attempt DESC`,
    [organizationId, learnerId],
  );
  const attemptsOf = new Map<number, AttemptView[]>();
  for (const { courseId, contentState, ...row } of rows) {
    const attempts = attemptsOf.get(courseId) ?? [];
    attempts.push(attemptView(row, readContentState(contentState)));
    attemptsOf.set(courseId, attempts);
  }
  return attemptsOf;
}

function findCourses(db: EntityManager, { organizationId, learnerId }: Learner): Promise<CourseRow[]> {
  return db.query(
    `SELECT c.id, c.uuid, c.title, c.kind, c.status, a.course_id IS NOT NULL AS assigned,
       EXISTS (SELECT 1 FROM progress_reset p
         WHERE p.organization_id = c.organization_id AND p.learner_id = ? AND p.course_id = c.id
           AND p.acknowledged_at IS NULL AND p.withdrawn_at IS NULL) AS marked
     FROM (SELECT course_id FROM assignment WHERE organization_id = ? AND learner_id = ?
       UNION SELECT course_id FROM learning_record WHERE organization_id = ? AND learner_id = ?) own
     JOIN course c ON c.organization_id = ? AND c.id = own.course_id
     LEFT JOIN assignment a
       ON a.organization_id = c.organization_id AND a.learner_id = ? AND a.course_id = c.id
     ORDER BY c.title, c.id`,
    [learnerId, organizationId, learnerId, organizationId, learnerId, organizationId, learnerId],
  );
}
type CourseRow = {
  id: number;
  uuid: Buffer;
  title: string;
  kind: CourseKind;
  status: CourseStatus;
  /** 1 or 0. */
  assigned: number;
  marked: number;
};
