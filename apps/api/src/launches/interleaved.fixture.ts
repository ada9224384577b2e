import { setTimeout as delay } from 'node:timers/promises';
import { pairColumns } from '@reset/shared/stores/packed-pairs';
import { insertProgressResets, layPairsInHand } from '@reset/shared/stores/progress-reset.store';
import { noteLeftPairs, withdrawMarks } from '@reset/shared/stores/withdraw-marks.store';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import type { GivenLaunch } from './given-launch.fixture';

type Pair = GivenLaunch['pair'];

/** A transaction on a connection of its own, which the test moves on step by step. */
export type Transaction = { db: EntityManager; commit(): Promise<void> };
const begun = new Set<QueryRunner>();
let over = new AbortController();

export async function begin(dataSource: DataSource): Promise<Transaction> {
  const runner = dataSource.createQueryRunner();
  await runner.startTransaction('READ COMMITTED');
  begun.add(runner);
  return {
    db: runner.manager,
    async commit() {
      begun.delete(runner);
      await runner.commitTransaction();
      await runner.release();
    },
  };
}

/** For `afterEach`: ends what a test that failed has left open, so that the next one does not wait for it. */
export async function endTransactions(): Promise<void> {
  over.abort();
  over = new AbortController();
  for (const runner of begun) {
    await runner.rollbackTransaction();
    await runner.release();
  }
  begun.clear();
}

/** A transaction with one pair in hand, as a worker's. */
async function beginWith(dataSource: DataSource, pair: Pair): Promise<Transaction> {
  const pairs = pairColumns(1);
  pairs.learnerIds[0] = pair.learnerId;
  pairs.courseIds[0] = pair.courseId;
  pairs.fileRows[0] = 2;
  const transaction = await begin(dataSource);
  await layPairsInHand(transaction.db, pairs);
  return transaction;
}

/** The transaction of an undo for one pair, in the worker's own steps. */
export async function beginUndo(
  dataSource: DataSource,
  pair: Pair,
  bulkResetId: number,
  undoId = 1_000 + bulkResetId,
) {
  const { db, commit } = await beginWith(dataSource, pair);
  const withdrawal = { of: { organizationId: pair.organizationId, bulkResetId }, undoId };
  const withdraw = async () => {
    await withdrawMarks(db, withdrawal);
    return noteLeftPairs(db, withdrawal);
  };
  return { withdraw, commit };
}

/** The reset's transaction for one pair, in the worker's own steps. */
export async function beginReset(dataSource: DataSource, pair: Pair, bulkResetId: number) {
  const { db, commit } = await beginWith(dataSource, pair);
  const mark = () => insertProgressResets(db, { organizationId: pair.organizationId, bulkResetId });
  return { mark, commit };
}

/** Locks marks of the pair that are not open, so that whoever looks for open ones waits with its records locked. */
export async function holdMarks(dataSource: DataSource, pair: Pair): Promise<Transaction> {
  const transaction = await begin(dataSource);
  await transaction.db.query(
    'SELECT 1 FROM progress_reset WHERE organization_id = ? AND learner_id = ? AND course_id = ? FOR UPDATE',
    [pair.organizationId, pair.learnerId, pair.courseId],
  );
  return transaction;
}

/** Waits until so many transactions of this test's database wait for a lock. */
export async function waiting(dataSource: DataSource, count: number): Promise<void> {
  const { signal } = over;
  while (!signal.aborted && (await countWaiting(dataSource)) !== count) await delay(20);
}

/** From the server's status report: the tables that tell the same are renewed only when nobody looks at them. */
async function countWaiting(dataSource: DataSource): Promise<number> {
  const [report]: { Status: string }[] = await dataSource.query('SHOW ENGINE INNODB STATUS');
  const blocks = (report?.Status ?? '')
    .split('---TRANSACTION')
    .filter((block) => block.includes('\nLOCK WAIT'));
  const threads = blocks.map((block) => Number(/thread id (\d+)/.exec(block)?.[1]));
  const ours: { id: number }[] = await dataSource.query(
    'SELECT ID AS id FROM information_schema.PROCESSLIST WHERE DB = DATABASE()',
  );
  return ours.filter(({ id }) => threads.includes(Number(id))).length;
}
