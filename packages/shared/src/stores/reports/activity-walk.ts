import type { CourseKind, RecordStatus } from '../../contracts/learning';
import type { Position, Walk } from './walk';

/** Half-open; at least one end is given. */
export type Period = { from?: Date | undefined; to?: Date | undefined };
/** What is asked of the Learner Activity report, with everything named resolved to internal ids, ascending. */
export type ActivityFilter = {
  learnerIds?: readonly number[] | undefined;
  courseIds?: readonly number[] | undefined;
  kind?: CourseKind | undefined;
  status?: RecordStatus | undefined;
  accessed?: Period | undefined;
  completed?: Period | undefined;
  reset?: 'yes' | 'no' | undefined;
  resetBy?: number | undefined;
};

/** A learning record without what its content has kept. */
export type ActivityRecord = {
  learnerId: number;
  courseId: number;
  attempt: number;
  status: RecordStatus;
  startedAt: Date;
  lastAccessAt: Date;
  completedAt: Date | null;
  /** As the database writes it: two decimals. */
  score: string | null;
  accesses: number;
  resetAt: Date | null;
  resetBy: number | null;
};
export const ACTIVITY_COLUMNS = `learner_id AS learnerId, course_id AS courseId, attempt, status, started_at AS startedAt,
  last_access_at AS lastAccessAt, completed_at AS completedAt, score, accesses, reset_at AS resetAt, reset_by AS resetBy`;

/**
 * The way that looks at the fewest records for a filter: by learner, by file, by course, by date, else all of them.
 * By learner and course records are in the order of the primary key; by date the newest come first.
 */
export function walkFor(filter: ActivityFilter): Walk {
  const { learnerIds, courseIds, accessed, completed, reset, resetBy } = filter;
  const table = 'learning_record';
  if (learnerIds)
    return {
      name: 'learner',
      table,
      index: 'PRIMARY',
      segments: { column: 'learner_id', values: learnerIds },
      keys: ['course_id', 'attempt'],
      direction: 'ASC',
    };
  if (resetBy !== undefined)
    return {
      name: 'reset-by',
      table,
      index: 'learning_record_reset',
      segments: { column: 'reset_by', values: [resetBy] },
      keys: PRIMARY_KEY,
      direction: 'ASC',
    };
  if (courseIds)
    return {
      name: 'course',
      table,
      index: 'learning_record_course',
      segments: { column: 'course_id', values: courseIds },
      range: accessed && { column: 'last_access_at', ...accessed },
      keys: ['last_access_at', 'learner_id', 'attempt'],
      direction: 'DESC',
    };
  if (completed) return byDate('completed', 'completed_at', completed);
  if (accessed) return byDate('accessed', 'last_access_at', accessed);
  if (reset === 'yes')
    return {
      name: 'reset',
      table,
      index: 'learning_record_reset',
      range: { column: 'reset_by', from: 1 },
      keys: ['reset_by', ...PRIMARY_KEY],
      direction: 'DESC',
    };
  return { name: 'all', table, index: 'PRIMARY', keys: PRIMARY_KEY, direction: 'ASC' };
}

const PRIMARY_KEY = ['learner_id', 'course_id', 'attempt'] as const;
const byDate = (name: 'completed' | 'accessed', column: string, period: Period): Walk => ({
  name,
  table: 'learning_record',
  index: `learning_record_${name}`,
  range: { column, ...period },
  keys: [column, ...PRIMARY_KEY],
  direction: 'DESC',
});

const VALUE_OF: Readonly<Record<string, (record: ActivityRecord) => number | Date>> = {
  learner_id: ({ learnerId }) => learnerId,
  course_id: ({ courseId }) => courseId,
  attempt: ({ attempt }) => attempt,
  last_access_at: ({ lastAccessAt }) => lastAccessAt,
  completed_at: ({ completedAt }) => completedAt ?? NEVER,
  reset_by: ({ resetBy }) => resetBy ?? 0,
};
const NEVER = new Date(0);
const keyValueOf = (column: string, record: ActivityRecord): number | Date => {
  const value = VALUE_OF[column]?.(record);
  if (value === undefined) throw new Error(`no walk goes along ${column}`);
  return value;
};

export const positionOf = ({ segments, keys }: Walk, record: ActivityRecord): Position => ({
  segment: segments ? Number(keyValueOf(segments.column, record)) : null,
  key: keys.map((key) => keyValueOf(key, record)),
});

/** Whether records of one pair follow each other on the way. */
export const pairsAreTogether = ({ name }: Walk): boolean => ['all', 'learner', 'reset-by'].includes(name);

/** Whether a record is asked for, whatever way led to it. */
export function isAskedFor(
  filter: ActivityFilter,
  record: ActivityRecord,
  kind: CourseKind | undefined,
): boolean {
  const { learnerIds, courseIds, status, accessed, completed, reset, resetBy } = filter;
  if (status !== undefined && record.status !== status) return false;
  if (filter.kind !== undefined && kind !== filter.kind) return false;
  if (reset !== undefined && (record.resetBy !== null) !== (reset === 'yes')) return false;
  if (resetBy !== undefined && record.resetBy !== resetBy) return false;
  if (accessed && !isWithin(accessed, record.lastAccessAt)) return false;
  if (completed && !(record.completedAt && isWithin(completed, record.completedAt))) return false;
  if (courseIds && !courseIds.includes(record.courseId)) return false;
  return !learnerIds || learnerIds.includes(record.learnerId);
}

const isWithin = ({ from, to }: Period, at: Date): boolean => !(from && at < from) && !(to && at >= to);
