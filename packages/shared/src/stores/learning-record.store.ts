import type { EntityManager } from 'typeorm';
import type { Commit, ContentState } from '../contracts/launch';
import type { RecordStatus } from '../contracts/learning';
import { AppError } from '../errors/app-error';
import { readContentState } from './attempt-view';

/** One learner and one course of an organization, by their internal ids. */
export type Pair = { organizationId: number; learnerId: number; courseId: number };
export type Attempt = {
  attempt: number;
  status: RecordStatus;
  startedAt: Date;
  lastAccessAt: Date;
  completedAt: Date | null;
  score: number | null;
  content: ContentState;
  /** Of the last commit; 0 before the first. */
  sequence: number;
  /** Time spent in the content, as the content has told it. */
  totalSeconds: number;
};
type AttemptRow = Omit<Attempt, 'content' | 'score'> & { score: string | null; contentState: string | null };

const OF_PAIR = 'organization_id = ? AND learner_id = ? AND course_id = ?';
export const valuesOf = ({ organizationId, learnerId, courseId }: Pair) => [
  organizationId,
  learnerId,
  courseId,
];

/**
 * Locks the learning records of a pair and gives them, oldest first. Everything that writes to a pair begins here. In
 * this order the first attempt is what all wait for, so that whoever comes second also sees a record that the first
 * has added.
 */
export async function lockAttempts(db: EntityManager, pair: Pair): Promise<Attempt[]> {
  const rows: AttemptRow[] = await db.query(
    `SELECT attempt, status, started_at AS startedAt, last_access_at AS lastAccessAt, completed_at AS completedAt,
       score, content_state AS contentState, sequence, total_seconds AS totalSeconds
     FROM learning_record WHERE ${OF_PAIR} ORDER BY attempt FOR UPDATE`,
    valuesOf(pair),
  );
  return rows.map(({ contentState, score, ...row }) => ({
    ...row,
    score: score === null ? null : Number(score),
    content: readContentState(contentState),
  }));
}

/** As `lockAttempts`, for a pair that is known to have one. */
export async function lockLatestAttempt(db: EntityManager, pair: Pair): Promise<Attempt> {
  const latest = (await lockAttempts(db, pair)).at(-1);
  if (!latest) throw new Error('a learning record has vanished');
  return latest;
}

/** As the column counts; a program that launches without end gets there within hours. */
const MOST_ATTEMPTS = 65_535;

/**
 * Adds an attempt, accessed once and empty.
 * @returns whether it was added: another transaction may have added a first attempt, which nothing could lock
 * @throws AppError `no-more-attempts`
 */
export async function addAttempt(
  db: EntityManager,
  pair: Pair,
  { attempt, status, reset }: NewAttempt,
): Promise<boolean> {
  if (attempt > MOST_ATTEMPTS) throw new AppError('no-more-attempts', { most: MOST_ATTEMPTS });
  // All values are ours, so that the only fault that IGNORE can hide is the key that exists.
  const { affectedRows }: { affectedRows: number } = await db.query(
    `INSERT IGNORE INTO learning_record
      (organization_id, learner_id, course_id, attempt, status, started_at, last_access_at, reset_at, reset_by)
     VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), ?, ?)`,
    [...valuesOf(pair), attempt, status, reset?.resetAt ?? null, reset?.bulkResetId ?? null],
  );
  return affectedRows === 1;
}
type NewAttempt = {
  attempt: number;
  status: 'started' | 'restarted';
  /** What led to it. */
  reset?: { resetAt: Date; bulkResetId: number };
};

export async function countAccess(db: EntityManager, pair: Pair, attempt: number): Promise<void> {
  await db.query(
    `UPDATE learning_record SET accesses = accesses + 1, last_access_at = UTC_TIMESTAMP(3)
     WHERE ${OF_PAIR} AND attempt = ?`,
    [...valuesOf(pair), attempt],
  );
}

/**
 * Saves what the content committed. The first completion stays: its status, its time, its score.
 * @param latest as it was locked
 */
export async function saveCommit(
  db: EntityManager,
  pair: Pair,
  latest: Attempt,
  { sequence, content, completed, score, totalSeconds }: Commit & { totalSeconds?: number },
): Promise<void> {
  const wasCompleted = latest.status === 'completed';
  await db.query(
    `UPDATE learning_record SET content_state = ?, sequence = ?, last_access_at = UTC_TIMESTAMP(3), score = ?,
       status = ?, completed_at = IF(?, UTC_TIMESTAMP(3), completed_at),
       total_seconds = COALESCE(?, total_seconds)
     WHERE ${OF_PAIR} AND attempt = ?`,
    [
      JSON.stringify(content),
      sequence,
      wasCompleted ? latest.score : (score ?? latest.score),
      completed ? 'completed' : latest.status,
      completed && !wasCompleted,
      totalSeconds ?? null,
      ...valuesOf(pair),
      latest.attempt,
    ],
  );
}
