import { courseIdsOf, learnerIdsOf } from '@reset/shared/stores/reports/activity.store';
import type { ActivityRecord } from '@reset/shared/stores/reports/activity-walk';
import {
  type CourseDetails,
  type FileDetails,
  type LearnerDetails,
  type ReportDetails,
  waitingKey,
} from '@reset/shared/stores/reports/report-details.store';

export type DetailedRecord = {
  record: ActivityRecord;
  learner: LearnerDetails;
  course: CourseDetails;
  /** What the record was reset by; nothing where that is not known any more. */
  file: FileDetails | undefined;
  waitingSince: Date | undefined;
};

/** Looks up what the ids of a batch stand for. */
export async function withDetails(
  details: ReportDetails,
  records: readonly ActivityRecord[],
): Promise<DetailedRecord[]> {
  const learnerIds = learnerIdsOf(records);
  const [learners, courses, files, waiting] = await Promise.all([
    details.learners(learnerIds),
    details.courses(courseIdsOf(records)),
    details.files([...new Set(records.flatMap(({ resetBy }) => (resetBy === null ? [] : [resetBy])))]),
    details.waiting(learnerIds),
  ]);
  return records.flatMap((record) => {
    const learner = learners.get(record.learnerId);
    const course = courses.get(record.courseId);
    // Learners and courses are never deleted: a record without them is not of this organization.
    if (!learner || !course) return [];
    return [
      {
        record,
        learner,
        course,
        file: record.resetBy === null ? undefined : files.get(record.resetBy),
        waitingSince: waiting.get(waitingKey(record.learnerId, record.courseId)),
      },
    ];
  });
}
