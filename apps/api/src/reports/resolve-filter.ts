import { type LearnerActivityFilter, MOST_NAMED } from '@reset/shared/contracts/reports';
import { AppError } from '@reset/shared/errors/app-error';
import { findBulkReset } from '@reset/shared/stores/bulk-reset.store';
import type { ActivityFilter, Period } from '@reset/shared/stores/reports/activity-walk';
import { findCoursesByText, findLearnersByText } from '@reset/shared/stores/reports/find-named.store';
import type { EntityManager } from 'typeorm';

/**
 * Turns what a person writes into ids and moments.
 * @throws AppError `filter-too-broad`; `not-found` for a bulk reset that the organization does not have
 */
export async function resolveFilter(
  db: EntityManager,
  organizationId: number,
  asked: LearnerActivityFilter,
): Promise<ActivityFilter> {
  const { learner, course, type, status, reset, resetBy } = asked;
  const named = async (filter: 'learner' | 'course', text: string | undefined) => {
    if (text === undefined) return undefined;
    const find = filter === 'learner' ? findLearnersByText : findCoursesByText;
    const ids = await find(db, organizationId, text, MOST_NAMED);
    if (ids.length > MOST_NAMED) throw new AppError('filter-too-broad', { filter, most: MOST_NAMED });
    return ids;
  };
  return {
    learnerIds: await named('learner', learner),
    courseIds: await named('course', course),
    kind: type,
    status,
    accessed: period(asked.accessedFrom, asked.accessedTo),
    completed: period(asked.completedFrom, asked.completedTo),
    reset,
    resetBy: resetBy === undefined ? undefined : (await findBulkReset(db, organizationId, resetBy)).id,
  };
}

const DAY_MS = 86_400_000;
/** Of the database: the day behind the last one would match nothing. */
const [FIRST_DAY, LAST_DAY] = ['1000-01-01', '9999-12-31'];
/** Days in UTC, both included. */
function period(first: string | undefined, last: string | undefined): Period | undefined {
  if (first === undefined && last === undefined) return undefined;
  if (last === LAST_DAY) return { from: new Date(first ?? FIRST_DAY) };
  return {
    from: first === undefined ? undefined : new Date(first),
    to: last === undefined ? undefined : new Date(Date.parse(last) + DAY_MS),
  };
}
