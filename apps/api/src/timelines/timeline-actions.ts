import {
  type CourseTimeline,
  type FoundLearners,
  type LearnerTimeline,
  MOST_FOUND,
  type TimelinePage,
} from '@reset/shared/contracts/timeline';
import { findByUuid, findLearnersByText } from '@reset/shared/stores/reports/find-named.store';
import { reportDetails } from '@reset/shared/stores/reports/report-details.store';
import { readTimeline, type TimelineOf } from '@reset/shared/stores/reports/timeline.store';
import type { EntityManager } from 'typeorm';
import { courseView, viewEvents } from './event-view';
import { readPosition, writePosition } from './timeline-cursor';

export type TimelineActions = {
  /** The learners that a text may mean, by name. */
  findLearners(organizationId: number, text: string): Promise<FoundLearners>;
  /** What happened to a learner, newest first. @throws AppError `not-found`, `bad-request` for a foreign cursor */
  ofLearner(
    organizationId: number,
    learnerId: string,
    query: TimelinePage & { course?: string | undefined },
  ): Promise<LearnerTimeline>;
  /** The same of a course, over all its learners. */
  ofCourse(
    organizationId: number,
    courseId: string,
    query: TimelinePage & { learner?: string | undefined },
  ): Promise<CourseTimeline>;
};

/** What support asks: what happened, when, by whom, by which file. */
export function timelineActions(db: EntityManager): TimelineActions {
  const find = (organizationId: number, table: 'learner' | 'course', uuid: string | undefined) =>
    uuid === undefined ? undefined : findByUuid(db, organizationId, table, uuid);
  return {
    findLearners: async (organizationId, text) => {
      const ids = await findLearnersByText(db, organizationId, text, MOST_FOUND);
      const learners = await reportDetails(db, organizationId).learners(ids.slice(0, MOST_FOUND));
      return {
        learners: [...learners.values()].sort((a, b) => a.name.localeCompare(b.name)),
        more: ids.length > MOST_FOUND,
      };
    },
    ofLearner: async (organizationId, learnerId, { course, ...page }) => {
      const id = await findByUuid(db, organizationId, 'learner', learnerId);
      const within = await find(organizationId, 'course', course);
      const details = reportDetails(db, organizationId);
      const { events, nextCursor } = await readPage(db, organizationId, { of: 'learner', id, within }, page);
      return {
        learner: known(await details.learners([id]), id),
        events: events.filter((event) => event.kind !== 'bulk-reset'),
        nextCursor,
      };
    },
    ofCourse: async (organizationId, courseId, { learner, ...page }) => {
      const id = await findByUuid(db, organizationId, 'course', courseId);
      const within = await find(organizationId, 'learner', learner);
      const details = reportDetails(db, organizationId);
      const shown = await readPage(db, organizationId, { of: 'course', id, within }, page);
      return { course: courseView(known(await details.courses([id]), id)), ...shown };
    },
  };
}

async function readPage(
  db: EntityManager,
  organizationId: number,
  whose: TimelineOf,
  { cursor, limit }: TimelinePage,
) {
  const after = cursor === undefined ? undefined : readPosition(cursor);
  const { rows, next } = await readTimeline(db, organizationId, whose, { after, limit });
  return { events: await viewEvents(db, organizationId, rows), nextCursor: next && writePosition(next) };
}

function known<Value>(values: ReadonlyMap<number, Value>, id: number): Value {
  const value = values.get(id);
  if (value === undefined) throw new Error('learners and courses are never deleted');
  return value;
}
