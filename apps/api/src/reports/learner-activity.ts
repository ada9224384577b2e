import type {
  LearnerActivityPage,
  LearnerActivityQuery,
  LearnerActivityRow,
} from '@reset/shared/contracts/reports';
import { walkActivity } from '@reset/shared/stores/reports/activity.store';
import { positionOf, walkFor } from '@reset/shared/stores/reports/activity-walk';
import { reportDetails } from '@reset/shared/stores/reports/report-details.store';
import type { EntityManager } from 'typeorm';
import { type DetailedRecord, withDetails } from './activity-details';
import { readCursor, writeCursor } from './cursor';
import { resolveFilter } from './resolve-filter';
import { takePage } from './take-page';

/**
 * A page of the Learner Activity report.
 * @throws AppError `filter-too-broad`, `not-found`; `bad-request` for a cursor of other filters
 */
export async function learnerActivity(
  db: EntityManager,
  organizationId: number,
  { cursor, limit, ...asked }: LearnerActivityQuery,
): Promise<LearnerActivityPage> {
  const filter = await resolveFilter(db, organizationId, asked);
  const walk = walkFor(filter);
  const details = reportDetails(db, organizationId);
  const options = { after: readCursor(walk, cursor), first: limit + 1 };
  const { rows, searched, next } = await takePage(
    batches(db, organizationId, filter, details, options),
    limit,
    (record) => positionOf(walk, record),
  );
  return {
    rows: (await withDetails(details, rows)).map(view),
    searched,
    nextCursor: next && writeCursor(walk, next),
  };
}

async function* batches(...walked: Parameters<typeof walkActivity>) {
  for await (const { records, ...batch } of walkActivity(...walked)) yield { rows: records, ...batch };
}

function view({ record, learner, course, file, waitingSince }: DetailedRecord): LearnerActivityRow {
  const { id, assetId, title, kind } = course;
  return {
    learner,
    course: { id, assetId, title, kind },
    attempt: record.attempt,
    status: record.status,
    firstAccessAt: record.startedAt.toISOString(),
    lastAccessAt: record.lastAccessAt.toISOString(),
    completedAt: record.completedAt?.toISOString() ?? null,
    score: record.score === null ? null : Number(record.score),
    accesses: record.accesses,
    reset: record.resetAt && {
      at: record.resetAt.toISOString(),
      bulkResetId: file?.bulkResetId ?? null,
      fileName: file?.fileName ?? null,
    },
    resetWaitingSince: waitingSince?.toISOString() ?? null,
  };
}
