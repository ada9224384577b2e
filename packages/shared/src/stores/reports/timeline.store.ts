import type { EntityManager } from 'typeorm';
import type { LearnerEvent, TimelineKind } from '../../contracts/timeline';
import { listResetsOfCourse } from '../bulk-reset-course.store';
import { type KeyValue, type Walk, walkStatement } from './walk';

/** Whose timeline: a learner's, or a course's; `within` it only what concerns one of the others. Internal ids. */
export type TimelineOf = { of: 'learner' | 'course'; id: number; within?: number | undefined };
/** The moment of the last event shown, and the key of the last one of each kind that was shown. */
export type TimelinePosition = {
  at: number;
  keys: Readonly<Partial<Record<TimelineKind, readonly number[] | undefined>>>;
};

/** As the database has it: what a kind does not have is not there. */
export type TimelineRow = LearnerRow | CourseResetRow;
export type CourseResetRow = {
  kind: 'bulk-reset';
  at: Date;
  courseId: number;
  key: readonly number[];
  bulkResetId: number;
};
export type LearnerRow = {
  kind: LearnerEvent['kind'];
  at: Date;
  learnerId: number;
  courseId: number;
  key: readonly number[];
  attempt: number | null;
  launchId?: number;
  acknowledgedAt?: Date | null;
  withdrawnAt?: Date | null;
  score?: string | null;
  bulkResetId?: number;
  fileRow?: number;
  undoId?: number | null;
  resetAt?: Date;
};

type Source = {
  kind: LearnerEvent['kind'];
  table: string;
  moment: string;
  /** What tells apart what is of one moment: as the indexes have it, the pair and one more, or an id alone. */
  ties: 'id' | readonly ['pair', string];
  columns: string;
  /** By which a learner's are found, and sorted. */
  learnerIndex: string;
  /** The one that a course's lie along, newest last; without one, a course does not tell them. */
  courseIndex?: string;
};

/** In the order in which events of the same moment are shown. */
const SOURCES: readonly Source[] = [
  { kind: 'reset-withdrawn', ...marks('withdrawn_at') },
  {
    kind: 'completed',
    table: 'learning_record',
    moment: 'completed_at',
    ties: ['pair', 'attempt'],
    columns: 'attempt, score',
    courseIndex: 'learning_record_course_completed',
    learnerIndex: 'PRIMARY',
  },
  { kind: 'acknowledged', ...launches('acknowledged_at', 'launch_course_acknowledged') },
  { kind: 'launched', ...launches('created_at', 'launch_course') },
  { kind: 'reset', ...marks('reset_at') },
];

function marks(moment: string): Omit<Source, 'kind'> {
  return {
    table: 'progress_reset',
    moment,
    ties: ['pair', 'bulk_reset_id'],
    columns: `opened_attempt AS attempt, bulk_reset_id AS bulkResetId, file_row AS fileRow, reset_at AS resetAt,
      acknowledged_at AS acknowledgedAt, withdrawn_at AS withdrawnAt, withdrawn_by AS undoId`,
    learnerIndex: 'PRIMARY',
  };
}
function launches(moment: string, courseIndex: string): Omit<Source, 'kind'> {
  return {
    table: 'launch',
    moment,
    ties: 'id',
    columns: 'attempt, id AS launchId, acknowledged_at AS acknowledgedAt',
    courseIndex,
    learnerIndex: 'launch_pair',
  };
}

/**
 * The next events of a timeline, newest first: of each kind the newest, merged. A course over all its learners tells of
 * its resets as a whole.
 * @param after where the page before ended
 * @returns `next` is where to go on, or `null` at the end
 */
export async function readTimeline(
  db: EntityManager,
  organizationId: number,
  whose: TimelineOf,
  { after, limit }: { after: TimelinePosition | undefined; limit: number },
): Promise<{ rows: TimelineRow[]; next: TimelinePosition | null }> {
  const part = { after, limit: limit + 1 };
  const found: TimelineRow[] = [];
  const isOfAllLearners = whose.of === 'course' && whose.within === undefined;
  if (isOfAllLearners) found.push(...(await readCourseResets(db, organizationId, whose.id, part)));
  for (const source of SOURCES)
    if (!isOfAllLearners || source.courseIndex !== undefined)
      found.push(...(await readSource(db, organizationId, source, whose, part)));
  // A stable sort: what the sources hold in order stays in order.
  found.sort((a, b) => b.at.getTime() - a.at.getTime());
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, next: found.length > limit && last ? positionAt(after, rows, last) : null };
}

type Part = { after: TimelinePosition | undefined; limit: number };

async function readSource(
  db: EntityManager,
  organizationId: number,
  source: Source,
  whose: TimelineOf,
  { after, limit }: Part,
): Promise<LearnerRow[]> {
  const walk = walkOf(source, whose, after);
  const ties = walk.keys.slice(1);
  const key = after?.keys[source.kind];
  const { sql, parameters } = walkStatement(walk, organizationId, {
    columns: `${source.moment} AS at, learner_id AS learnerId, course_id AS courseId,
      ${ties.map((name, index) => `${name} AS key${index}`)}, ${source.columns}`,
    segment: null,
    after: key && keyValues(key),
    limit,
  });
  const rows: (Omit<LearnerRow, 'kind' | 'key'> & Record<string, number>)[] = await db.query(sql, parameters);
  return rows.map((row) => ({
    ...row,
    kind: source.kind,
    key: [row.at.getTime(), ...ties.map((_, index) => Number(row[`key${index}`]))],
  }));
}

function walkOf(source: Source, { of, id, within }: TimelineOf, after: TimelinePosition | undefined): Walk {
  const isOfAllLearners = of === 'course' && within === undefined;
  const [own, other] =
    of === 'learner' ? (['learner_id', 'course_id'] as const) : (['course_id', 'learner_id'] as const);
  return {
    name: source.kind,
    table: source.table,
    index: isOfAllLearners && source.courseIndex ? source.courseIndex : source.learnerIndex,
    fixed: within === undefined ? { [own]: id } : { [own]: id, [other]: within },
    // Also: nothing newer than what was shown, where a kind has shown nothing yet. A moment may be NULL, which is no event.
    range: { column: source.moment, from: LONG_AGO, to: after && new Date(after.at + 1) },
    keys: source.ties === 'id' ? [source.moment, 'id'] : [source.moment, other, source.ties[1]],
    direction: 'DESC',
  };
}
const LONG_AGO = new Date('1900-01-01T00:00:00.000Z');

const keyValues = ([at = 0, ...rest]: readonly number[]): KeyValue[] => [new Date(at), ...rest];

async function readCourseResets(
  db: EntityManager,
  organizationId: number,
  courseId: number,
  { after, limit }: Part,
): Promise<CourseResetRow[]> {
  const [at = (after?.at ?? END_OF_TIME) + 1, bulkResetId = 0] = after?.keys['bulk-reset'] ?? [];
  const before = { confirmedAt: new Date(at), bulkResetId };
  const found = await listResetsOfCourse(db, organizationId, courseId, { before, limit });
  return found.map(({ bulkResetId: id, confirmedAt }) => ({
    kind: 'bulk-reset',
    at: confirmedAt,
    courseId,
    bulkResetId: id,
    key: [confirmedAt.getTime(), id],
  }));
}
const END_OF_TIME = Date.parse('9999-01-01T00:00:00.000Z');

function positionAt(
  after: TimelinePosition | undefined,
  rows: readonly TimelineRow[],
  { at }: TimelineRow,
): TimelinePosition {
  const keys = { ...after?.keys };
  for (const { kind, key } of rows) keys[kind] = key;
  return { at: at.getTime(), keys };
}

export type RefusedCommits = { refusedCommits: number; overtakenCommits: number };

/** How many commits of these launches were refused, and why; nothing for those of which none was. */
export async function countRefusedCommits(
  db: EntityManager,
  organizationId: number,
  launchIds: readonly number[],
): Promise<ReadonlyMap<number, RefusedCommits>> {
  if (launchIds.length === 0) return new Map();
  const rows: { launchId: number; refused: number; overtaken: number }[] = await db.query(
    `SELECT launch_id AS launchId, COUNT(*) AS refused, COUNT(IF(code = 'commit-out-of-order', 1, NULL)) AS overtaken
     FROM refused_commit WHERE organization_id = ? AND launch_id IN (?) GROUP BY launch_id`,
    [organizationId, launchIds],
  );
  return new Map(
    rows.map(({ launchId, refused, overtaken }) => [
      launchId,
      { refusedCommits: Number(refused) - Number(overtaken), overtakenCommits: Number(overtaken) },
    ]),
  );
}

export type UndoFacts = {
  undoId: number;
  bulkResetId: number;
  at: Date;
  by: string;
  reason: string;
  partly: boolean;
};

/** The undos of these bulk resets, newest first. */
export async function listUndosOf(
  db: EntityManager,
  organizationId: number,
  bulkResetIds: readonly number[],
): Promise<UndoFacts[]> {
  if (bulkResetIds.length === 0) return [];
  const rows: (Omit<UndoFacts, 'partly'> & { partly: number })[] = await db.query(
    `SELECT u.undo_id AS undoId, u.bulk_reset_id AS bulkResetId, b.created_at AS at, b.created_by_name AS \`by\`,
       COALESCE(b.reason, '') AS reason, u.chosen IS NOT NULL AS partly
     FROM bulk_reset_undo u STRAIGHT_JOIN bulk_reset b ON b.id = u.undo_id AND b.organization_id = u.organization_id
     WHERE u.organization_id = ? AND u.bulk_reset_id IN (?) ORDER BY u.undo_id DESC`,
    [organizationId, bulkResetIds],
  );
  return rows.map((row) => ({ ...row, partly: Number(row.partly) === 1 }));
}
