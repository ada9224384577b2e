import type { Readable } from 'node:stream';
import { LEARNER_ACTIVITY_COLUMNS, RESET_REQUIRED } from '@reset/shared/contracts/csv-columns';
import { KIND_NAME, RECORD_STATUS_NAME, whyNotResettable } from '@reset/shared/contracts/learning';
import type { LearnerActivityCsvQuery } from '@reset/shared/contracts/reports';
import { writeCsv } from '@reset/shared/csv/write-csv';
import { MOST_PER_STEP, newestOfPair, walkActivity } from '@reset/shared/stores/reports/activity.store';
import {
  type ActivityFilter,
  type ActivityRecord,
  pairsAreTogether,
  walkFor,
} from '@reset/shared/stores/reports/activity-walk';
import { type ReportDetails, reportDetails } from '@reset/shared/stores/reports/report-details.store';
import type { EntityManager } from 'typeorm';
import { type DetailedRecord, withDetails } from './activity-details';
import { csvMoment } from './csv-moment';
import { resolveFilter } from './resolve-filter';

/**
 * The whole Learner Activity report, or a file that can be uploaded as a bulk reset: then each pair once, and only where
 * a reset is possible. It is read as it is written, a batch at a time, so what changes meanwhile may or may not show.
 * @throws AppError `filter-too-broad`, `not-found`
 */
export async function learnerActivityCsv(
  db: EntityManager,
  organizationId: number,
  { format, ...asked }: LearnerActivityCsvQuery,
): Promise<Readable> {
  const from = { db, organizationId, filter: await resolveFilter(db, organizationId, asked) };
  if (format === 'report') return writeCsv([...LEARNER_ACTIVITY_COLUMNS], reportRows(from));
  return writeCsv([...LEARNER_ACTIVITY_COLUMNS, RESET_REQUIRED], uploadRows(from));
}
type From = { db: EntityManager; organizationId: number; filter: ActivityFilter };

async function* reportRows({ db, organizationId, filter }: From): AsyncGenerator<string[][]> {
  const details = reportDetails(db, organizationId);
  for await (const { records } of walkActivity(db, organizationId, filter, details))
    yield (await withDetails(details, records)).map(cellsOf);
}

/** Fewer at a time: each batch also looks at the other records of its learners. */
const PER_STEP_OF_PAIRS = MOST_PER_STEP / 5;

async function* uploadRows(from: From): AsyncGenerator<string[][]> {
  const details = reportDetails(from.db, from.organizationId);
  for await (const records of recordsOfPairs(from, details)) {
    const detailed = await withDetails(details, records);
    yield detailed.filter(isResettable).map((row) => [...cellsOf(row), 'TRUE']);
  }
}

/** One record for each pair, so that no row of the upload repeats another. */
async function* recordsOfPairs(
  { db, organizationId, filter }: From,
  details: ReportDetails,
): AsyncGenerator<ActivityRecord[]> {
  const together = pairsAreTogether(walkFor(filter));
  let previous: ActivityRecord | undefined;
  for await (const { records } of walkActivity(db, organizationId, filter, details)) {
    if (together) {
      const from = previous;
      yield records.filter((record, index) => !isSamePair(record, records[index - 1] ?? from));
      previous = records.at(-1) ?? previous;
      continue;
    }
    for (let start = 0; start < records.length; start += PER_STEP_OF_PAIRS) {
      const part = records.slice(start, start + PER_STEP_OF_PAIRS);
      yield part.filter(await newestOfPair(db, organizationId, filter, details, part));
    }
  }
}

const isSamePair = (one: ActivityRecord, other: ActivityRecord | undefined): boolean =>
  one.learnerId === other?.learnerId && one.courseId === other.courseId;

/** By the rules of the validation: what it would refuse is left out. */
const isResettable = ({ learner, course }: DetailedRecord): boolean =>
  learner.status === 'active' && whyNotResettable(course) === undefined;

/** In the order of LEARNER_ACTIVITY_COLUMNS. */
const cellsOf = ({ record, learner, course, file, waitingSince }: DetailedRecord): string[] => [
  learner.loginId,
  learner.id,
  learner.email ?? '',
  learner.name,
  course.id,
  course.assetId,
  course.title,
  KIND_NAME[course.kind],
  RECORD_STATUS_NAME[record.status],
  csvMoment(record.startedAt),
  csvMoment(record.lastAccessAt),
  csvMoment(record.completedAt),
  record.score ?? '',
  String(record.accesses),
  String(record.attempt),
  csvMoment(record.resetAt),
  file?.fileName ?? '',
  csvMoment(waitingSince),
];
