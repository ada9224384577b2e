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
  listUndosOf,
  type RefusedCommits,
  type TimelineRow,
  type UndoFacts,
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
  const bulkResetIds = [...new Set(rows.flatMap(({ bulkResetId }) => bulkResetId ?? []))];
  const [learners, courses, files, refused, undos] = await Promise.all([
    details.learners(learnerIdsOf(ofLearners)),
    details.courses(courseIdsOf(rows)),
    details.files(bulkResetIds),
    countRefusedCommits(db, organizationId, launchIds),
    listUndosOf(db, organizationId, bulkResetIds),
  ]);
  return rows.flatMap((row): TimelineEvent[] => {
    const found = courses.get(row.courseId);
    const file = files.get(row.bulkResetId ?? 0);
    if (!found) return [];
    const course = courseView(found);
    if (row.kind === 'bulk-reset') {
      const own = undos.filter(({ bulkResetId }) => bulkResetId === row.bulkResetId).map(undoView);
      return [{ kind: row.kind, at: row.at.toISOString(), course, ...fileView(file), undos: own }];
    }
    const learner = learners.get(row.learnerId);
    if (!learner) return [];
    const undo = undos.find(({ undoId }) => undoId === row.undoId);
    return [
      viewEvent(row, learner, course, {
        file,
        undo,
        refused: refused.get(row.launchId ?? 0) ?? NONE_REFUSED,
      }),
    ];
  });
}

export const courseView = ({ id, assetId, title, kind }: CourseDetails): TimelineCourse => ({
  id,
  assetId,
  title,
  kind,
});

const NONE_REFUSED: RefusedCommits = { refusedCommits: 0, overtakenCommits: 0 };
type Besides = { file: FileDetails | undefined; undo: UndoFacts | undefined; refused: RefusedCommits };

function viewEvent(
  row: LearnerRow,
  learner: LearnerDetails,
  course: TimelineCourse,
  { file, undo, refused }: Besides,
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
        ...refused,
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
      return {
        kind: row.kind,
        ...who,
        ...source,
        resetAt: (row.resetAt ?? row.at).toISOString(),
        undo: undo ? { by: undo.by, reason: undo.reason } : null,
      };
  }
}

const undoView = ({ at, by, reason, partly }: UndoFacts) => ({ at: at.toISOString(), by, reason, partly });
const fileView = (file: FileDetails | undefined) => ({
  bulkResetId: file?.bulkResetId ?? null,
  fileName: file?.fileName ?? null,
  confirmedBy: file?.confirmedBy ?? null,
  reason: file?.reason ?? null,
});
const moment = (at: Date | null | undefined): string | null => at?.toISOString() ?? null;
