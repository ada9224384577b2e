import type { EntityManager } from 'typeorm';
import { slices } from '../multi-row';
import {
  ACTIVITY_COLUMNS,
  type ActivityFilter,
  type ActivityRecord,
  isAskedFor,
  positionOf,
  walkFor,
} from './activity-walk';
import { IDS_PER_LIST, type ReportDetails } from './report-details.store';
import { type Position, segmentsFrom, walkStatement } from './walk';

/** The next records of a walk: those that are asked for, how many were looked at, and where the walk stands. */
export type ActivityBatch = { records: ActivityRecord[]; searched: number; position: Position };
/** Enough that a round trip does not count, little enough to hold. */
export const MOST_PER_STEP = 5_000;

/**
 * Walks through the learning records of an organization that are asked for, a batch at a time.
 * @param options.first how many the first step reads; later ones read more, up to MOST_PER_STEP
 */
export async function* walkActivity(
  db: EntityManager,
  organizationId: number,
  filter: ActivityFilter,
  details: ReportDetails,
  { after, first = MOST_PER_STEP }: { after?: Position | undefined; first?: number } = {},
): AsyncGenerator<ActivityBatch> {
  const walk = walkFor(filter);
  let limit = Math.min(first, MOST_PER_STEP);
  for (const segment of segmentsFrom(walk, after)) {
    let key = after?.segment === segment ? after.key : undefined;
    for (;;) {
      const part = { columns: ACTIVITY_COLUMNS, segment, after: key, limit };
      const { sql, parameters } = walkStatement(walk, organizationId, part);
      const found: ActivityRecord[] = await db.query(sql, parameters);
      const last = found.at(-1);
      if (!last) break;
      const position = positionOf(walk, last);
      const kinds = filter.kind === undefined ? undefined : await details.courses(courseIdsOf(found));
      const records = found.filter((record) => isAskedFor(filter, record, kinds?.get(record.courseId)?.kind));
      yield { records, searched: found.length, position };
      if (found.length < limit) break;
      key = position.key;
      limit = Math.min(limit * 2, MOST_PER_STEP);
    }
  }
}

export const courseIdsOf = (records: readonly { courseId: number }[]): number[] => [
  ...new Set(records.map(({ courseId }) => courseId)),
];
export const learnerIdsOf = (records: readonly { learnerId: number }[]): number[] => [
  ...new Set(records.map(({ learnerId }) => learnerId)),
];

/**
 * Of each pair the newest attempt that is asked for: `true` for a record that is it. What else of its pair is asked
 * for is found by the primary key, so that it does not matter where on the way the other records lie.
 */
export async function newestOfPair(
  db: EntityManager,
  organizationId: number,
  filter: ActivityFilter,
  details: ReportDetails,
  records: readonly ActivityRecord[],
): Promise<(record: ActivityRecord) => boolean> {
  const newest = new Map<string, number>();
  const courses = new Set(courseIdsOf(records));
  const kinds = await details.courses([...courses]);
  for (const learnerIds of slices(learnerIdsOf(records), IDS_PER_LIST)) {
    const found: ActivityRecord[] = await db.query(
      `SELECT ${ACTIVITY_COLUMNS} FROM learning_record FORCE INDEX (PRIMARY)
       WHERE organization_id = ? AND learner_id IN (?)`,
      [organizationId, learnerIds],
    );
    for (const record of found)
      if (courses.has(record.courseId) && isAskedFor(filter, record, kinds.get(record.courseId)?.kind))
        newest.set(pairOf(record), Math.max(newest.get(pairOf(record)) ?? 0, record.attempt));
  }
  return (record) => (newest.get(pairOf(record)) ?? record.attempt) === record.attempt;
}

const pairOf = ({ learnerId, courseId }: ActivityRecord) => `${learnerId} ${courseId}`;
