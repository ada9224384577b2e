import type { LaunchView } from '@reset/shared/contracts/launch';
import { inTransaction } from '@reset/shared/database/in-transaction';
import { AppError } from '@reset/shared/errors/app-error';
import { recordAudit } from '@reset/shared/stores/audit.store';
import { findLaunch, openLaunch } from '@reset/shared/stores/launch.store';
import {
  addAttempt,
  countAccess,
  lockLatestAttempt,
  type Pair,
} from '@reset/shared/stores/learning-record.store';
import {
  acknowledgeOpenMarks,
  lockOpenMarks,
  type OpenMark,
  whatEnded,
} from '@reset/shared/stores/open-mark.store';
import type { DataSource, EntityManager } from 'typeorm';
import type { Place } from '../content-host/content-host';
import type { LearnerCaller } from '../http/caller';
import { playableView } from './launch-view';

/**
 * The message was read. The first to say so opens a new record and consumes every open mark of the pair; others, in
 * another tab or on another device, get that record. Where the reset was withdrawn meanwhile, the old record opens.
 * @throws AppError `not-found`, `no-more-attempts`; `launch-superseded` where this launch was opened before and its attempt has ended
 */
export const acknowledgeReset =
  ({ dataSource }: { dataSource: DataSource }) =>
  (learner: LearnerCaller, launchId: string, place: Place): Promise<LaunchView> =>
    inTransaction(dataSource, async (db) => {
      const { pair } = await findLaunch(db, learner, launchId);
      const latest = await lockLatestAttempt(db, pair);
      const marks = await lockOpenMarks(db, pair);
      // Again, behind the lock: another tab may have opened it meanwhile.
      const launch = await findLaunch(db, learner, launchId);
      if (launch.attempt === null) {
        const attempt = await openRecord(db, pair, latest.attempt, marks, learner);
        await openLaunch(db, launch, attempt);
      } else if (launch.attempt !== latest.attempt || marks.length > 0) {
        throw new AppError('launch-superseded', { by: await whatEnded(db, pair, launch.attempt) });
      }
      return playableView(db, launch.id, pair, launch.course, place);
    });

/** @returns the attempt that the launch goes on with */
async function openRecord(
  db: EntityManager,
  pair: Pair,
  latest: number,
  marks: readonly OpenMark[],
  learner: LearnerCaller,
): Promise<number> {
  const lastMark = marks.at(-1);
  if (!lastMark) {
    await countAccess(db, pair, latest);
    return latest;
  }
  const attempt = latest + 1;
  await addAttempt(db, pair, { attempt, status: 'restarted', reset: lastMark });
  await acknowledgeOpenMarks(db, pair, attempt);
  await recordAudit(db, {
    organizationId: pair.organizationId,
    actor: { kind: 'learner', id: learner.learnerId, name: learner.name },
    action: 'progress-reset.acknowledged',
    subject: { kind: 'learner', id: learner.learnerId },
    details: { courseId: pair.courseId, attempt, bulkResetIds: marks.map(({ bulkResetId }) => bulkResetId) },
  });
  return attempt;
}
