import type { TimelineCourse, TimelineEvent } from '@reset/shared/contracts/timeline';
import { courseIdsOf, learnerIdsOf } from '@reset/shared/stores/reports/activity.store';
import {
  type CourseDetails,
  type FileDetails,
  type LearnerDetails,
  reportDetails,
} from '@reset/shared/stores/reports/report-details.store';
import { countRefusedCommits, type TimelineRow } from '@reset/shared/stores/reports/timeline.store';
import type { EntityManager } from 'typeorm';

/** Looks up what the rows name, a statement for each kind of thing. */
export async function viewEvents(
  db: EntityManager,
  organizationId: number,
  rows: readonly TimelineRow[],
): Promise<TimelineEvent[]> {
  const details = reportDetails(db, organizationId);
  const idsOf = (kind: TimelineRow['kind'], id: 'launchId' | 'bulkResetId') => [
    ...new Set(rows.flatMap((row) => (row.kind === kind ? (row[id] ?? []) : []))),
  ];
  const [learners, courses, files, refused] = await Promise.all([
    details.learners(learnerIdsOf(rows)),
    details.courses(courseIdsOf(rows)),
    details.files([
      ...new Set([...idsOf('reset', 'bulkResetId'), ...idsOf('reset-withdrawn', 'bulkResetId')]),
    ]),
    countRefusedCommits(db, organizationId, idsOf('launched', 'launchId')),
  ]);
  return rows.flatMap((row) => {
    const learner = learners.get(row.learnerId);
    const course = courses.get(row.courseId);
    if (!learner || !course) return [];
    const file = files.get(row.bulkResetId ?? 0);
    return [viewEvent(row, learner, courseView(course), file, refused.get(row.launchId ?? 0) ?? 0)];
  });
}

export const courseView = ({ id, assetId, title, kind }: CourseDetails): TimelineCourse => ({
  id,
  assetId,
  title,
  kind,
});

function viewEvent(
  row: TimelineRow,
  learner: LearnerDetails,
  course: TimelineCourse,
  file: FileDetails | undefined,
  refusedCommits: number,
): TimelineEvent {
  const who = { at: row.at.toISOString(), learner, course };
  const attempt = row.attempt;
  switch (row.kind) {
    case 'launched':
      return {
        kind: row.kind,
        ...who,
        attempt,
        messageShown: attempt === null || moment(row.acknowledgedAt) !== null,
        refusedCommits,
      };
    case 'acknowledged':
      return { kind: row.kind, ...who, attempt };
    case 'completed': {
      const score = row.score === null || row.score === undefined ? null : Number(row.score);
      return { kind: row.kind, ...who, attempt: attempt ?? 1, score };
    }
    case 'reset':
      return {
        kind: row.kind,
        ...who,
        ...sourceOf(row, file),
        acknowledgedAt: moment(row.acknowledgedAt),
        withdrawnAt: moment(row.withdrawnAt),
      };
    case 'reset-withdrawn':
      return {
        kind: row.kind,
        ...who,
        ...sourceOf(row, file),
        resetAt: (row.resetAt ?? row.at).toISOString(),
      };
  }
}

const sourceOf = (row: TimelineRow, file: FileDetails | undefined) => ({
  bulkResetId: file?.bulkResetId ?? null,
  fileName: file?.fileName ?? null,
  row: row.fileRow ?? 1,
  confirmedBy: file?.confirmedBy ?? null,
  reason: file?.reason ?? null,
});
const moment = (at: Date | null | undefined): string | null => at?.toISOString() ?? null;
