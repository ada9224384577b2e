import type { LaunchView } from '@reset/shared/contracts/launch';
import { decideLaunch } from '@reset/shared/contracts/launch-decision';
import { inTransaction } from '@reset/shared/database/in-transaction';
import { AppError } from '@reset/shared/errors/app-error';
import { type CourseToLaunch, findCourseToLaunch, insertLaunch } from '@reset/shared/stores/launch.store';
import { addAttempt, countAccess, lockAttempts } from '@reset/shared/stores/learning-record.store';
import { lockOpenMarks } from '@reset/shared/stores/open-mark.store';
import type { DataSource, EntityManager } from 'typeorm';
import type { Place } from '../content-host/content-host';
import type { LearnerCaller } from '../http/caller';
import { messageView, playableView } from './launch-view';

/**
 * A learner opens a course: the message where it was reset, the open course otherwise.
 * @param place where the application is, and where content is served
 * @throws AppError `not-found`, `course-not-available`, `no-more-attempts`, `content-host-missing`
 */
export const launchCourse =
  ({ dataSource }: { dataSource: DataSource }) =>
  (learner: LearnerCaller, courseId: string, place: Place): Promise<LaunchView> =>
    inTransaction(dataSource, async (db) =>
      launch(db, await findCourseToLaunch(db, learner, courseId), place),
    );

async function launch(db: EntityManager, found: CourseToLaunch, place: Place): Promise<LaunchView> {
  const { pair, course } = found;
  const latest = (await lockAttempts(db, pair)).at(-1);
  const lastMark = (await lockOpenMarks(db, pair)).at(-1);
  const decision = decideLaunch({
    course: found.status,
    latest: latest?.status ?? null,
    openMark: lastMark !== undefined,
    restartSetting: found.restartSetting,
  });
  if (decision === 'not-available') throw new AppError('course-not-available', {});
  if (decision === 'message' && lastMark)
    return messageView(await insertLaunch(db, pair, null), course, lastMark);

  const attempt = (latest?.attempt ?? 0) + (decision === 'reopen' ? 0 : 1);
  if (decision === 'reopen') await countAccess(db, pair, attempt);
  // Two first launches have no record to wait for each other at: the second decides anew, with the first's record.
  else if (!(await addAttempt(db, pair, { attempt, status: 'started' }))) return launch(db, found, place);
  return playableView(db, await insertLaunch(db, pair, attempt), pair, course, place);
}
