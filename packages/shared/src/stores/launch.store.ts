import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { CourseKind, CourseStatus, RestartSetting } from '../contracts/learning';
import { uuidToBytes, uuidToText } from '../entities/columns';
import { AppError } from '../errors/app-error';
import { type Pair, valuesOf } from './learning-record.store';

export type LaunchCourse = { id: string; title: string; kind: CourseKind };
/** A launch that waits for its message to be read belongs to no attempt yet. */
export type Launch = {
  pair: Pair;
  /** The number that never leaves the system. */
  launchId: number;
  id: string;
  attempt: number | null;
  course: LaunchCourse;
};
export type CourseToLaunch = {
  pair: Pair;
  course: LaunchCourse;
  status: CourseStatus;
  /** The assignment's; `null` where there is none. */
  restartSetting: RestartSetting | null;
};
type Learner = { organizationId: number; learnerId: number };

/** @throws AppError `not-found`, also where another organization has the course */
export async function findCourseToLaunch(
  db: EntityManager,
  { organizationId, learnerId }: Learner,
  courseUuid: string,
): Promise<CourseToLaunch> {
  const [row]: CourseRow[] = await db.query(
    `SELECT c.id AS courseId, c.title, c.kind, c.status, a.restart_setting AS restartSetting
     FROM course c
     LEFT JOIN assignment a
       ON a.organization_id = c.organization_id AND a.learner_id = ? AND a.course_id = c.id
     WHERE c.organization_id = ? AND c.uuid = ?`,
    [learnerId, organizationId, uuidToBytes(courseUuid)],
  );
  if (!row) throw new AppError('not-found', {});
  const { courseId, title, kind, status, restartSetting } = row;
  const course = { id: courseUuid.toLowerCase(), title, kind };
  return { pair: { organizationId, learnerId, courseId }, course, status, restartSetting };
}
type CourseRow = Omit<LaunchCourse, 'id'> & Omit<CourseToLaunch, 'pair' | 'course'> & { courseId: number };

/** @param attempt the one that the launch writes to; `null` while its message waits. @returns the launch's UUID */
export async function insertLaunch(db: EntityManager, pair: Pair, attempt: number | null): Promise<string> {
  const id = randomUUID();
  await db.query(
    'INSERT INTO launch (organization_id, learner_id, course_id, uuid, attempt, state) VALUES (?, ?, ?, ?, ?, ?)',
    [...valuesOf(pair), uuidToBytes(id), attempt, attempt === null ? 'message' : 'open'],
  );
  return id;
}

/** @throws AppError `not-found`, also where it is another learner's or another organization's */
export async function findLaunch(
  db: EntityManager,
  { organizationId, learnerId }: Learner,
  id: string,
): Promise<Launch> {
  const [row]: LaunchRow[] = await db.query(
    `SELECT l.id AS launchId, l.course_id AS courseId, l.attempt, c.uuid, c.title, c.kind
     FROM launch l JOIN course c ON c.organization_id = l.organization_id AND c.id = l.course_id
     WHERE l.organization_id = ? AND l.uuid = ? AND l.learner_id = ?`,
    [organizationId, uuidToBytes(id), learnerId],
  );
  if (!row) throw new AppError('not-found', {});
  const { launchId, courseId, attempt, uuid, title, kind } = row;
  const pair = { organizationId, learnerId, courseId };
  return { pair, launchId, id: id.toLowerCase(), attempt, course: { id: uuidToText(uuid), title, kind } };
}
type LaunchRow = Omit<LaunchCourse, 'id'> &
  Pick<Launch, 'launchId' | 'attempt'> & { courseId: number; uuid: Buffer };

/** The message was read: from here on the launch writes to `attempt`. */
export async function openLaunch(
  db: EntityManager,
  { pair: { organizationId }, launchId }: Launch,
  attempt: number,
): Promise<void> {
  await db.query(
    `UPDATE launch SET state = 'open', attempt = ?, acknowledged_at = UTC_TIMESTAMP(3)
     WHERE organization_id = ? AND id = ? AND state = 'message'`,
    [attempt, organizationId, launchId],
  );
}

/** Keeps, for audit, a commit that reaches no learning record. */
export async function keepRefusedCommit(
  db: EntityManager,
  { pair: { organizationId }, launchId }: Launch,
  code: 'launch-superseded' | 'commit-out-of-order',
  commit: object,
): Promise<void> {
  await db.query('INSERT INTO refused_commit (organization_id, launch_id, code, body) VALUES (?, ?, ?, ?)', [
    organizationId,
    launchId,
    code,
    JSON.stringify(commit),
  ]);
}
