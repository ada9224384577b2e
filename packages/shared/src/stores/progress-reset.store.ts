import type { EntityManager } from 'typeorm';
import { RESETTABLE_KINDS } from '../contracts/learning';
import type { Chunk } from '../entities/bulk-reset';
import type { LearnerRange } from './chunk.store';
import { rangeOf, STAGED_OF_RANGE, TO_RESET } from './impact.store';

const learnersOf = ({
  fromLearner,
  toLearner,
  id,
}: Chunk): Pick<LearnerRange, 'fromLearner' | 'toLearner'> => {
  if (fromLearner === null || toLearner === null) throw new Error(`chunk ${id} has no learners`);
  return { fromLearner, toLearner };
};
const at = (chunk: Chunk) => rangeOf(chunk, learnersOf(chunk));

/**
 * Locks the learning records that the chunk marks, learner by learner and course by course: a late commit of an old
 * attempt then comes either wholly before the mark or sees it. Share mode, in the words that MariaDB has for it.
 */
export async function lockRecords(db: EntityManager, chunk: Chunk): Promise<void> {
  await db.query(
    `SELECT COUNT(*) FROM staged_row s STRAIGHT_JOIN learning_record r
       ON r.organization_id = s.organization_id AND r.learner_id = s.learner_id AND r.course_id = s.course_id
     WHERE ${STAGED_OF_RANGE} AND ${TO_RESET} LOCK IN SHARE MODE`,
    at(chunk),
  );
}

const KINDS = RESETTABLE_KINDS.map((kind) => `'${kind}'`).join(', ');
/** What keeps a pair from being reset now, though it was valid; `NULL` where nothing does. */
const CAUSE = `CASE WHEN l.status <> 'active' THEN 'learner-deactivated'
  WHEN c.kind NOT IN (${KINDS}) THEN 'content-kind'
  WHEN c.kind = 'compliance' AND NOT c.compliance_configured THEN 'compliance-not-configured' END`;
const STAGED_WITH_DIRECTORY = `staged_row s
  STRAIGHT_JOIN learner l ON l.id = s.learner_id AND l.organization_id = s.organization_id
  STRAIGHT_JOIN course c ON c.id = s.course_id AND c.organization_id = s.organization_id`;

/** Notes the pairs of the chunk that changed since validation, and what changed. @returns how many */
export async function saveLeftOutRows(db: EntityManager, chunk: Chunk): Promise<number> {
  const { affectedRows }: { affectedRows: number } = await db.query(
    `INSERT INTO left_out_row (organization_id, bulk_reset_id, learner_id, course_id, file_row, cause)
     SELECT s.organization_id, s.bulk_reset_id, s.learner_id, s.course_id, s.file_row, ${CAUSE}
     FROM ${STAGED_WITH_DIRECTORY}
     WHERE ${STAGED_OF_RANGE} AND ${TO_RESET} AND ${CAUSE} IS NOT NULL`,
    at(chunk),
  );
  return affectedRows;
}

/**
 * Marks the pairs of the chunk as reset, in the order of their key, also where another mark is still open. A pair
 * without a learning record has nothing to reset, and one that changed since validation is left out. A record that has
 * appeared since `lockRecords` looked is locked here, or a commit to it could land behind its mark.
 * @returns how many were marked
 */
export async function insertProgressResets(db: EntityManager, chunk: Chunk): Promise<number> {
  const { affectedRows }: { affectedRows: number } = await db.query(
    `INSERT INTO progress_reset (organization_id, learner_id, course_id, bulk_reset_id, file_row, reset_at)
     SELECT s.organization_id, s.learner_id, s.course_id, s.bulk_reset_id, s.file_row, UTC_TIMESTAMP(3)
     FROM ${STAGED_WITH_DIRECTORY}
     WHERE ${STAGED_OF_RANGE} AND ${TO_RESET} AND ${CAUSE} IS NULL
       AND EXISTS (SELECT 1 FROM learning_record r WHERE r.organization_id = s.organization_id
         AND r.learner_id = s.learner_id AND r.course_id = s.course_id LOCK IN SHARE MODE)`,
    at(chunk),
  );
  return affectedRows;
}
