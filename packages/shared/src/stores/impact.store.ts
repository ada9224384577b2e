import type { EntityManager } from 'typeorm';
import type { VersionKey } from './bulk-reset-key';
import type { LearnerRange } from './chunk.store';
import { ROW_FLAGS } from './staged-row.store';

const { RESET, ERROR, CONTRADICTS } = ROW_FLAGS;
/** Staged pairs that a reset takes up: TRUE, and nothing wrong with them. */
export const TO_RESET = `s.flags & ${RESET | ERROR | CONTRADICTS} = ${RESET}`;
export const STAGED_OF_RANGE = `s.organization_id = ? AND s.bulk_reset_id = ? AND s.version = ?
  AND s.learner_id >= ? AND s.learner_id < ?`;
export const OPEN_MARK = 'acknowledged_at IS NULL AND withdrawn_at IS NULL';

export const rangeOf = (
  key: VersionKey,
  range: Pick<LearnerRange, 'fromLearner' | 'toLearner'>,
): number[] => [key.organizationId, key.bulkResetId, key.version, range.fromLearner, range.toLearner];

/** The largest learner id there may be; half-open ranges end one above what they hold. */
const NO_LEARNER_ABOVE = Number.MAX_SAFE_INTEGER;

/**
 * Cuts the staged pairs into ranges of whole learners with about `pairs` pairs each, so that distinct learners can be
 * summed over them. Reads each pair once, by the primary key.
 */
export async function* planLearnerRanges(
  db: EntityManager,
  key: VersionKey,
  pairs: number,
): AsyncGenerator<Pick<LearnerRange, 'fromLearner' | 'toLearner'>> {
  let fromLearner = 0;
  while (true) {
    const [next]: { learnerId: number }[] = await db.query(
      `SELECT s.learner_id AS learnerId FROM staged_row s WHERE ${STAGED_OF_RANGE}
       ORDER BY s.learner_id, s.course_id LIMIT 1 OFFSET ?`,
      [...rangeOf(key, { fromLearner, toLearner: NO_LEARNER_ABOVE }), pairs],
    );
    if (!next) return yield { fromLearner, toLearner: NO_LEARNER_ABOVE };
    // A learner with more pairs than a range should have makes a larger range: learners are never cut.
    const toLearner = next.learnerId > fromLearner ? next.learnerId : next.learnerId + 1;
    yield { fromLearner, toLearner };
    fromLearner = toLearner;
  }
}

/** What a reset of one range would do. `courseIds` are distinct within the range alone. */
export type RangeImpact = {
  learners: number;
  pairs: number;
  completed: number;
  inProgress: number;
  neverStarted: number;
  alreadyReset: number;
  assignmentsOverridden: number;
  courseIds: number[];
};

type CourseRow = { courseId: number } & {
  [Name in keyof Omit<RangeImpact, 'learners' | 'courseIds'>]: number;
};

/**
 * Counts the impact of one range. A pair is told by its open mark first, else by its latest record. An assignment is
 * overridden where its own setting would not have begun a new attempt at the next launch.
 */
export async function countRangeImpact(
  db: EntityManager,
  key: VersionKey,
  range: Pick<LearnerRange, 'fromLearner' | 'toLearner'>,
): Promise<RangeImpact> {
  const [{ learners }]: [{ learners: number }] = await db.query(
    `SELECT COUNT(DISTINCT s.learner_id) AS learners FROM staged_row s WHERE ${STAGED_OF_RANGE} AND ${TO_RESET}`,
    rangeOf(key, range),
  );
  const rows: CourseRow[] = await db.query(
    `SELECT course_id AS courseId, COUNT(*) AS pairs,
       CAST(SUM(marked) AS SIGNED) AS alreadyReset,
       CAST(SUM(NOT marked AND latest IS NULL) AS SIGNED) AS neverStarted,
       CAST(SUM(NOT marked AND COALESCE(latest = 'completed', FALSE)) AS SIGNED) AS completed,
       CAST(SUM(NOT marked AND COALESCE(latest <> 'completed', FALSE)) AS SIGNED) AS inProgress,
       CAST(SUM(latest IS NOT NULL AND COALESCE(
         setting = 'never' OR (setting = 'after-completion' AND latest <> 'completed'), FALSE)) AS SIGNED)
         AS assignmentsOverridden
     FROM (
       SELECT s.course_id,
         EXISTS (SELECT 1 FROM progress_reset p WHERE p.organization_id = s.organization_id
           AND p.learner_id = s.learner_id AND p.course_id = s.course_id AND ${OPEN_MARK}) AS marked,
         (SELECT r.status FROM learning_record r WHERE r.organization_id = s.organization_id
           AND r.learner_id = s.learner_id AND r.course_id = s.course_id ORDER BY r.attempt DESC LIMIT 1) AS latest,
         (SELECT a.restart_setting FROM assignment a WHERE a.organization_id = s.organization_id
           AND a.learner_id = s.learner_id AND a.course_id = s.course_id) AS setting
       FROM staged_row s WHERE ${STAGED_OF_RANGE} AND ${TO_RESET}
     ) pair GROUP BY course_id`,
    rangeOf(key, range),
  );
  const sum = (name: keyof Omit<CourseRow, 'courseId'>) => rows.reduce((total, row) => total + row[name], 0);
  return {
    learners,
    pairs: sum('pairs'),
    completed: sum('completed'),
    inProgress: sum('inProgress'),
    neverStarted: sum('neverStarted'),
    alreadyReset: sum('alreadyReset'),
    assignmentsOverridden: sum('assignmentsOverridden'),
    courseIds: rows.map(({ courseId }) => courseId),
  };
}
