import type { LearnerEvent, TimelineCourse, TimelineEvent } from '@reset/shared/contracts/timeline';
import { courseIdsOf, learnerIdsOf } from '@reset/shared/stores/reports/activity.store';
import {
  type CourseDetails,
  type FileDetails,
  type LearnerDetails,
  reportDetails,
} from '@reset/shared/stores/reports/report-details.store';
import {
  countRefusedCommits,
  type LearnerRow,
  type TimelineRow,
} from '@reset/shared/stores/reports/timeline.store';
import type { EntityManager } from 'typeorm';

/** Looks up what the rows name, a statement for each kind of thing. */
export async function viewEvents(
  db: EntityManager,
  organizationId: number,
  rows: readonly TimelineRow[],
): Promise<TimelineEvent[]> {
  const details = reportDetails(db, organizationId);
  const ofLearners = rows.filter((row) => row.kind !== 'bulk-reset');
  const launchIds = ofLearners.flatMap(({ kind, launchId }) => (kind === 'launched' ? (launchId ?? []) : []));
  const [learners, courses, files, refused] = await Promise.all([
    details.learners(learnerIdsOf(ofLearners)),
    details.courses(courseIdsOf(rows)),
    details.files([...new Set(rows.flatMap(({ bulkResetId }) => bulkResetId ?? []))]),
    countRefusedCommits(db, organizationId, launchIds),
  ]);
  return rows.flatMap((row): TimelineEvent[] => {
    const found = courses.get(row.courseId);
    const file = files.get(row.bulkResetId ?? 0);
    if (!found) return [];
    const course = courseView(found);
    if (row.kind === 'bulk-reset')
      return [{ kind: row.kind, at: row.at.toISOString(), course, ...fileView(file) }];
    const learner = learners.get(row.learnerId);
    if (!learner) return [];
    return [viewEvent(row, learner, course, file, refused.get(row.launchId ?? 0) ?? 0)];
  });
}

export const courseView = ({ id, assetId, title, kind }: CourseDetails): TimelineCourse => ({
  id,
  assetId,
  title,
  kind,
});

function viewEvent(
  row: LearnerRow,
  learner: LearnerDetails,
  course: TimelineCourse,
  file: FileDetails | undefined,
  refusedCommits: number,
): LearnerEvent {
  const who = { at: row.at.toISOString(), learner, course };
  const { attempt } = row;
  const source = { ...fileView(file), row: row.fileRow ?? 1 };
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
        ...source,
        acknowledgedAt: moment(row.acknowledgedAt),
        withdrawnAt: moment(row.withdrawnAt),
      };
    case 'reset-withdrawn':
      return { kind: row.kind, ...who, ...source, resetAt: (row.resetAt ?? row.at).toISOString() };
  }
}

const fileView = (file: FileDetails | undefined) => ({
  bulkResetId: file?.bulkResetId ?? null,
  fileName: file?.fileName ?? null,
  confirmedBy: file?.confirmedBy ?? null,
  reason: file?.reason ?? null,
});
const moment = (at: Date | null | undefined): string | null => at?.toISOString() ?? null;
