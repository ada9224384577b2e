import type { Commit, LaunchView } from '@reset/shared/contracts/launch';
import { inTransaction } from '@reset/shared/database/in-transaction';
import { AppError } from '@reset/shared/errors/app-error';
import { findLaunch, keepRefusedCommit } from '@reset/shared/stores/launch.store';
import { lockLatestAttempt, saveCommit } from '@reset/shared/stores/learning-record.store';
import { lockOpenMarks, whatEnded } from '@reset/shared/stores/open-mark.store';
import type { DataSource } from 'typeorm';
import type { LearnerCaller } from '../http/caller';
import { openView } from './launch-view';

/**
 * Saves what the content commits, unless its attempt has ended or a later commit was there before: then the commit
 * is kept for audit and reaches no learning record.
 * @throws AppError `not-found`, `launch-not-open`, `launch-superseded`, `commit-out-of-order`
 */
export const commitState =
  ({ dataSource }: { dataSource: DataSource }) =>
  async (learner: LearnerCaller, launchId: string, commit: Commit): Promise<LaunchView> => {
    const saved = await inTransaction(dataSource, async (db) => {
      const launch = await findLaunch(db, learner, launchId);
      if (launch.attempt === null) throw new AppError('launch-not-open', {});
      const { pair } = launch;
      const latest = await lockLatestAttempt(db, pair);
      const marks = await lockOpenMarks(db, pair);
      if (launch.attempt !== latest.attempt || marks.length > 0) {
        await keepRefusedCommit(db, launch, 'launch-superseded', commit);
        return new AppError('launch-superseded', { by: await whatEnded(db, pair, launch.attempt) });
      }
      const { sequence } = commit;
      if (sequence <= latest.sequence) {
        await keepRefusedCommit(db, launch, 'commit-out-of-order', commit);
        return new AppError('commit-out-of-order', { sequence, last: latest.sequence });
      }
      await saveCommit(db, pair, latest, commit);
      return openView(db, launch.id, pair, launch.course);
    });
    // Outside the transaction, which has to keep the commit that is refused here.
    if (saved instanceof AppError) throw saved;
    return saved;
  };
