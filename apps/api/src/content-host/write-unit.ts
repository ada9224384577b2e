import type { Committed, SharedState, UnitState } from '@reset/shared/contracts/run-time';
import { inTransaction } from '@reset/shared/database/in-transaction';
import { AppError } from '@reset/shared/errors/app-error';
import {
  lastWriter,
  readUnit,
  readUnitResults,
  saveShared,
  saveUnit,
} from '@reset/shared/stores/attempt-unit.store';
import { keepRefusedCommit } from '@reset/shared/stores/launch.store';
import { type Attempt, lockLatestAttempt, saveCommit } from '@reset/shared/stores/learning-record.store';
import { type EndedBy, lockOpenMarks, whatEnded } from '@reset/shared/stores/open-mark.store';
import type { DataSource, EntityManager } from 'typeorm';
import { judgeUnit } from './judge-unit';
import { type OpenContent, unitOf } from './open-content';
import { rollUp } from './roll-up';

export type UnitWrite = {
  unit: string;
  /** The one of the commit; without it, the next one: HACP has no numbers. */
  sequence?: number;
  /** Called with the record locked, so that what it is given is the latest. */
  change: (before: UnitState | undefined) => UnitState;
  shared?: SharedState | undefined;
  /** What is kept for audit where the write is refused. */
  asSent: object;
};
type Refusal =
  | { code: 'launch-superseded'; by: EndedBy }
  | { code: 'commit-out-of-order'; sequence: number; last: number };

/**
 * Writes what one unit of an open launch has committed, and what all units come to, to the learning record; unless its
 * attempt has ended or a later commit was there before: then the commit is kept for audit and reaches nothing.
 * @throws AppError `not-found`, `launch-superseded`, `commit-out-of-order`
 */
export const writeUnit =
  ({ dataSource }: { dataSource: DataSource }) =>
  async (open: OpenContent, write: UnitWrite): Promise<Committed> => {
    const outcome = await inTransaction(dataSource, (db) => writeLocked(db, open, write));
    // Outside the transaction, which has to keep the commit that is refused here.
    if (!('code' in outcome)) return outcome;
    if (outcome.code === 'launch-superseded') throw new AppError('launch-superseded', { by: outcome.by });
    throw new AppError('commit-out-of-order', { sequence: outcome.sequence, last: outcome.last });
  };

async function writeLocked(
  db: EntityManager,
  open: OpenContent,
  write: UnitWrite,
): Promise<Committed | Refusal> {
  const { launch } = open;
  const latest = await lockLatestAttempt(db, launch.pair);
  const marks = await lockOpenMarks(db, launch.pair);
  if (launch.attempt !== latest.attempt || marks.length > 0) {
    await keepRefusedCommit(db, launch, 'launch-superseded', write.asSent);
    return { code: 'launch-superseded', by: await whatEnded(db, launch.pair, launch.attempt) };
  }
  const sequence = write.sequence ?? latest.sequence + 1;
  if (sequence <= latest.sequence) {
    if (await wasSavedBefore(db, open, write.unit, sequence))
      return { sequence: latest.sequence, completed: latest.status === 'completed' };
    await keepRefusedCommit(db, launch, 'commit-out-of-order', write.asSent);
    return { code: 'commit-out-of-order', sequence, last: latest.sequence };
  }
  return save(db, open, latest, { ...write, sequence });
}

/** A commit whose answer was lost is sent again: it is the same launch with the same number. */
async function wasSavedBefore(
  db: EntityManager,
  { launch }: OpenContent,
  unit: string,
  sequence: number,
): Promise<boolean> {
  const writer = await lastWriter(db, launch, unit);
  return writer?.launchId === launch.launchId && writer.sequence === sequence;
}

async function save(
  db: EntityManager,
  { launch, content }: OpenContent,
  latest: Attempt,
  { unit: identifier, change, shared, sequence }: UnitWrite & { sequence: number },
): Promise<Committed> {
  const unit = unitOf(content, identifier);
  const writer = { launchId: launch.launchId, sequence };
  const state = judgeUnit(unit, change(await readUnit(db, launch, identifier)));
  await saveUnit(db, launch, identifier, state, writer);
  if (shared) await saveShared(db, launch, shared, writer);
  const { completed, progress, score, totalSeconds } = rollUp(
    content.units,
    await readUnitResults(db, launch),
  );
  await saveCommit(db, launch.pair, latest, {
    sequence,
    content: { bookmark: identifier, progress: Math.max(progress, latest.status === 'completed' ? 1 : 0) },
    completed,
    ...(score === null ? {} : { score }),
    totalSeconds,
  });
  return { sequence, completed: completed || latest.status === 'completed' };
}
