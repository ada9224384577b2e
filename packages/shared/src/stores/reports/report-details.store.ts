import type { EntityManager } from 'typeorm';
import type { CourseKind, CourseStatus, LearnerStatus } from '../../contracts/learning';
import { uuidToText } from '../../entities/columns';
import { slices } from '../multi-row';

export type LearnerDetails = {
  id: string;
  loginId: string;
  email: string | null;
  name: string;
  status: LearnerStatus;
};
export type CourseDetails = {
  id: string;
  assetId: string;
  title: string;
  kind: CourseKind;
  complianceConfigured: boolean;
  status: CourseStatus;
  language: string;
};
export type FileDetails = {
  bulkResetId: string;
  fileName: string;
  confirmedBy: string | null;
  reason: string | null;
};

/** What the ids in learning records stand for. Each call reads what is not known yet. */
export type ReportDetails = {
  learners(ids: readonly number[]): Promise<ReadonlyMap<number, LearnerDetails>>;
  /** Remembers them: they recur all over a report. */
  courses(ids: readonly number[]): Promise<ReadonlyMap<number, CourseDetails>>;
  files(bulkResetIds: readonly number[]): Promise<ReadonlyMap<number, FileDetails>>;
  /** Since when a reset waits, by learner and course (`waitingKey`). */
  waiting(learnerIds: readonly number[]): Promise<ReadonlyMap<string, Date>>;
};
export const waitingKey = (learnerId: number, courseId: number): string => `${learnerId} ${courseId}`;

/**
 * Ids in one list. MariaDB makes a join of longer ones (`in_predicate_conversion_threshold`), and may then read
 * everything that the organization has.
 */
export const IDS_PER_LIST = 500;

/** More are forgotten, all at once, so that the memory of an export has a bound. */
const MOST_REMEMBERED = 50_000;

export function reportDetails(db: EntityManager, organizationId: number): ReportDetails {
  const courses = new Map<number, CourseDetails>();
  const files = new Map<number, FileDetails>();
  return {
    learners: (ids) => findLearnerDetails(db, organizationId, ids),
    courses: async (ids) => {
      if (courses.size > MOST_REMEMBERED) courses.clear();
      const missing = ids.filter((id) => !courses.has(id));
      if (missing.length > 0) await readCourses(db, organizationId, missing, courses);
      return courses;
    },
    files: async (ids) => {
      if (files.size > MOST_REMEMBERED) files.clear();
      const missing = ids.filter((id) => !files.has(id));
      if (missing.length > 0) await readFiles(db, organizationId, missing, files);
      return files;
    },
    waiting: (ids) => findWaiting(db, organizationId, ids),
  };
}

async function findLearnerDetails(db: EntityManager, organizationId: number, ids: readonly number[]) {
  const found = new Map<number, LearnerDetails>();
  for (const some of slices(ids, IDS_PER_LIST)) {
    const rows: LearnerRow[] = await db.query(
      `SELECT id, uuid, login_id AS loginId, email, name, status FROM learner FORCE INDEX (PRIMARY)
       WHERE organization_id = ? AND id IN (?)`,
      [organizationId, some],
    );
    for (const { id, uuid, ...row } of rows) found.set(id, { id: uuidToText(uuid), ...row });
  }
  return found;
}
type LearnerRow = Omit<LearnerDetails, 'id'> & { id: number; uuid: Buffer };

async function readCourses(
  db: EntityManager,
  organizationId: number,
  ids: readonly number[],
  into: Map<number, CourseDetails>,
): Promise<void> {
  for (const some of slices(ids, IDS_PER_LIST)) {
    const rows: CourseRow[] = await db.query(
      `SELECT id, ${COURSE_COLUMNS} FROM course FORCE INDEX (PRIMARY) WHERE organization_id = ? AND id IN (?)`,
      [organizationId, some],
    );
    for (const row of rows) into.set(row.id, courseDetails(row));
  }
}
export const COURSE_COLUMNS = `uuid, asset_id AS assetId, title, kind, compliance_configured AS configured, status, language`;
export type CourseRow = Omit<CourseDetails, 'id' | 'complianceConfigured'> & {
  id: number;
  uuid: Buffer;
  configured: number;
};
export const courseDetails = ({ id: _, uuid, configured, ...row }: CourseRow): CourseDetails => ({
  id: uuidToText(uuid),
  complianceConfigured: configured === 1,
  ...row,
});

async function readFiles(
  db: EntityManager,
  organizationId: number,
  ids: readonly number[],
  into: Map<number, FileDetails>,
): Promise<void> {
  const rows: FileRow[] = await db.query(
    `SELECT b.id, b.uuid, f.name AS fileName, b.confirmed_by_name AS confirmedBy, b.reason
     FROM bulk_reset b JOIN bulk_reset_file f ON f.bulk_reset_id = b.id AND f.version = b.version
     WHERE b.organization_id = ? AND b.id IN (?)`,
    [organizationId, ids],
  );
  for (const { id, uuid, ...row } of rows) into.set(id, { bulkResetId: uuidToText(uuid), ...row });
}
type FileRow = Omit<FileDetails, 'bulkResetId'> & { id: number; uuid: Buffer };

/** The newest open mark of each pair of these learners. */
async function findWaiting(db: EntityManager, organizationId: number, ids: readonly number[]) {
  const waiting = new Map<string, Date>();
  for (const some of slices(ids, IDS_PER_LIST)) {
    const rows: { learnerId: number; courseId: number; resetAt: Date }[] = await db.query(
      `SELECT learner_id AS learnerId, course_id AS courseId, reset_at AS resetAt
       FROM progress_reset FORCE INDEX (PRIMARY)
       WHERE organization_id = ? AND learner_id IN (?) AND acknowledged_at IS NULL AND withdrawn_at IS NULL`,
      [organizationId, some],
    );
    for (const { learnerId, courseId, resetAt } of rows) {
      const key = waitingKey(learnerId, courseId);
      const known = waiting.get(key);
      if (!known || known < resetAt) waiting.set(key, resetAt);
    }
  }
  return waiting;
}
