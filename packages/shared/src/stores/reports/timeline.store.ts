import type { EntityManager } from 'typeorm';
import type { TimelineKind } from '../../contracts/timeline';
import { type KeyValue, type Walk, walkStatement } from './walk';

/** Whose timeline: a learner's, or a course's; `within` it only what concerns one of the others. Internal ids. */
export type TimelineOf = { of: 'learner' | 'course'; id: number; within?: number | undefined };
/** Where each kind of event stands: the values of its key, or `null` where nothing of it was shown yet. */
export type TimelinePosition = { at: number; keys: Readonly<Record<TimelineKind, readonly number[] | null>> };

/** As the database has it: what a kind does not have is not there. */
export type TimelineRow = {
  kind: TimelineKind;
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
  resetAt?: Date;
};

type Source = {
  kind: TimelineKind;
  table: string;
  moment: string;
  /** Besides learner and course. */
  ties: readonly string[];
  columns: string;
  /** The one that a course's events lie along, newest last; a learner's are found by the pair, and sorted. */
  courseIndex: string;
  learnerIndex: string;
};

/** In the order in which events of the same moment are shown. */
const SOURCES: readonly Source[] = [
  {
    kind: 'reset-withdrawn',
    ...marks('withdrawn_at', 'progress_reset_course_withdrawn'),
  },
  {
    kind: 'completed',
    table: 'learning_record',
    moment: 'completed_at',
    ties: ['attempt'],
    columns: 'attempt, score',
    courseIndex: 'learning_record_course_completed',
    learnerIndex: 'PRIMARY',
  },
  { kind: 'acknowledged', ...launches('acknowledged_at', 'launch_course_acknowledged') },
  { kind: 'launched', ...launches('created_at', 'launch_course') },
  { kind: 'reset', ...marks('reset_at', 'progress_reset_course') },
];

function marks(moment: string, courseIndex: string): Omit<Source, 'kind'> {
  return {
    table: 'progress_reset',
    moment,
    ties: ['bulk_reset_id'],
    columns: `opened_attempt AS attempt, bulk_reset_id AS bulkResetId, file_row AS fileRow, reset_at AS resetAt,
      acknowledged_at AS acknowledgedAt, withdrawn_at AS withdrawnAt`,
    courseIndex,
    learnerIndex: 'PRIMARY',
  };
}
function launches(moment: string, courseIndex: string): Omit<Source, 'kind'> {
  return {
    table: 'launch',
    moment,
    ties: ['id'],
    columns: 'attempt, id AS launchId, acknowledged_at AS acknowledgedAt',
    courseIndex,
    learnerIndex: 'launch_pair',
  };
}

/**
 * The next events of a timeline, newest first: of each kind the newest, merged.
 * @param after where the page before ended
 * @returns `next` is where to go on, or `null` at the end
 */
export async function readTimeline(
  db: EntityManager,
  organizationId: number,
  whose: TimelineOf,
  { after, limit }: { after: TimelinePosition | undefined; limit: number },
): Promise<{ rows: TimelineRow[]; next: TimelinePosition | null }> {
  const found: TimelineRow[] = [];
  for (const source of SOURCES)
    found.push(...(await readSource(db, organizationId, source, whose, after, limit + 1)));
  // A stable sort: what the sources hold in order stays in order.
  found.sort((a, b) => b.at.getTime() - a.at.getTime());
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, next: found.length > limit && last ? positionAt(after, rows, last) : null };
}

async function readSource(
  db: EntityManager,
  organizationId: number,
  source: Source,
  whose: TimelineOf,
  after: TimelinePosition | undefined,
  limit: number,
): Promise<TimelineRow[]> {
  const walk = walkOf(source, whose, after);
  const key = after?.keys[source.kind];
  const { sql, parameters } = walkStatement(walk, organizationId, {
    columns: `${source.moment} AS at, learner_id AS learnerId, course_id AS courseId,
      ${walk.keys.slice(1).map((name, index) => `${name} AS key${index}`)}, ${source.columns}`,
    segment: null,
    after: key ? keyValues(key) : undefined,
    limit,
  });
  const rows: (Omit<TimelineRow, 'kind' | 'key'> & Record<string, number>)[] = await db.query(
    sql,
    parameters,
  );
  return rows.map((row) => ({
    ...row,
    kind: source.kind,
    key: [row.at.getTime(), ...walk.keys.slice(1).map((_, index) => Number(row[`key${index}`]))],
  }));
}

function walkOf(source: Source, { of, id, within }: TimelineOf, after: TimelinePosition | undefined): Walk {
  const byLearner = of === 'learner' || within !== undefined;
  const [own, other] =
    of === 'learner' ? (['learner_id', 'course_id'] as const) : (['course_id', 'learner_id'] as const);
  return {
    name: source.kind,
    table: source.table,
    index: byLearner ? source.learnerIndex : source.courseIndex,
    fixed: within === undefined ? { [own]: id } : { [own]: id, [other]: within },
    // Also: nothing newer than what was shown, where a kind has shown nothing yet. A moment may be NULL, which is no event.
    range: { column: source.moment, from: LONG_AGO, to: after && new Date(after.at + 1) },
    keys: [source.moment, other, ...source.ties],
    direction: 'DESC',
  };
}
const LONG_AGO = new Date('1900-01-01T00:00:00.000Z');

const keyValues = ([at = 0, ...rest]: readonly number[]): KeyValue[] => [new Date(at), ...rest];

function positionAt(
  after: TimelinePosition | undefined,
  rows: readonly TimelineRow[],
  { at }: TimelineRow,
): TimelinePosition {
  const keys = { ...(after?.keys ?? NOTHING_SHOWN) };
  for (const { kind, key } of rows) keys[kind] = key;
  return { at: at.getTime(), keys };
}
const NOTHING_SHOWN: TimelinePosition['keys'] = {
  'reset-withdrawn': null,
  completed: null,
  acknowledged: null,
  launched: null,
  reset: null,
};

/** How many commits of these launches were refused; none for those that are not there. */
export async function countRefusedCommits(
  db: EntityManager,
  organizationId: number,
  launchIds: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  if (launchIds.length === 0) return new Map();
  const rows: { launchId: number; refused: number }[] = await db.query(
    `SELECT launch_id AS launchId, COUNT(*) AS refused FROM refused_commit
     WHERE organization_id = ? AND launch_id IN (?) GROUP BY launch_id`,
    [organizationId, launchIds],
  );
  return new Map(rows.map(({ launchId, refused }) => [launchId, Number(refused)]));
}
