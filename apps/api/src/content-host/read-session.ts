import type { PlayerSession } from '@reset/shared/contracts/run-time';
import { inTransaction } from '@reset/shared/database/in-transaction';
import { AppError } from '@reset/shared/errors/app-error';
import { readUnits } from '@reset/shared/stores/attempt-unit.store';
import { lockLatestAttempt } from '@reset/shared/stores/learning-record.store';
import { endedBy, lockOpenMarks, whatEnded } from '@reset/shared/stores/open-mark.store';
import type { DataSource, EntityManager } from 'typeorm';
import type { OpenContent } from './open-content';

/**
 * All that the player has to know before content starts.
 * @throws AppError `launch-superseded` where the attempt has ended
 */
export const readSession =
  ({ dataSource }: { dataSource: DataSource }) =>
  ({ launch, content }: OpenContent): Promise<PlayerSession> =>
    inTransaction(dataSource, async (db) => {
      const latest = await lockLiveAttempt(db, launch);
      const { units, shared } = await readUnits(db, launch);
      const { bookmark } = latest.content;
      return {
        course: { id: launch.course.id, title: launch.course.title },
        learner: launch.learner,
        standard: content.standard,
        attempt: latest.attempt,
        sequence: latest.sequence,
        completed: latest.status === 'completed',
        unit: content.units.some(({ identifier }) => identifier === bookmark) ? bookmark : null,
        units: content.units.map((unit) => ({ ...unit, state: units.get(unit.identifier) ?? null })),
        shared,
        application: launch.application,
      };
    });

/**
 * Looks without locking whether the attempt goes on: a page that is open asks again and again.
 * @throws AppError `launch-superseded`
 */
export async function checkAttempt(db: EntityManager, { launch }: OpenContent): Promise<void> {
  const by = await endedBy(db, launch.pair, launch.attempt);
  if (by) throw new AppError('launch-superseded', { by });
}

async function lockLiveAttempt(db: EntityManager, { pair, attempt }: OpenContent['launch']) {
  const latest = await lockLatestAttempt(db, pair);
  const marks = await lockOpenMarks(db, pair);
  if (attempt !== latest.attempt || marks.length > 0)
    throw new AppError('launch-superseded', { by: await whatEnded(db, pair, attempt) });
  return latest;
}
