import { createDataSource } from '@reset/shared/database/data-source';
import { Chunk } from '@reset/shared/entities/bulk-reset';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { moveOn } from '@reset/shared/queue/dispatch-chunks';
import type { VersionKey } from '@reset/shared/stores/bulk-reset-key';
import { until } from '@reset/shared/testing/running-system.fixture';
import { COMMIT, startTcpProxy, type TcpProxy } from '@reset/shared/testing/tcp-proxy.fixture';
import type { DataSource, QueryRunner } from 'typeorm';
import { resetChunk } from './reset/reset-chunk';
import { runChunk } from './run-chunk';
import { type GivenWorker, givenWorker } from './worker.fixture';

let worker: GivenWorker;
let line: TcpProxy;
/** Of the worker that has the trouble: by way of the proxy, and impatient with locks. */
let troubled: DataSource;

beforeAll(async () => {
  worker = await givenWorker();
  line = await startTcpProxy(worker.databaseUrl);
  troubled = await createDataSource(line.through(worker.databaseUrl)).initialize();
  onEachConnection(troubled, 'SET SESSION innodb_lock_wait_timeout = 1');
  await worker.deps.dataSource.query(
    'CREATE TABLE ballast (id INT PRIMARY KEY AUTO_INCREMENT) ENGINE=InnoDB',
  );
});
afterAll(async () => {
  await troubled.destroy();
  await line.stop();
  await worker.stop();
});

function onEachConnection(dataSource: DataSource, sql: string): void {
  const { pool } = dataSource.driver as unknown as {
    pool: { on(event: 'connection', listener: (connection: { query(sql: string): void }) => void): void };
  };
  pool.on('connection', (connection) => connection.query(sql));
}

type Job = GivenWorker['jobs'][number];
/** A reset of two pairs in one chunk, about to be done. */
async function givenResetChunk() {
  const { id } = await givenOrganization(worker.deps.dataSource, {
    learners: { ann: {}, bob: {} },
    courses: { fire: {} },
    records: [
      { learner: 'ann', course: 'fire' },
      { learner: 'bob', course: 'fire' },
    ],
  });
  const key = await worker.upload(id, 'Learner,Content,Reset required\nann,fire,TRUE\nbob,fire,TRUE\n');
  await worker.work(key);
  await worker.confirm(key);
  await moveOn(worker.deps, key);
  const [job] = worker.jobs.splice(0) as [Job];
  return { key, job };
}

/** What a worker does with the job whose database is in trouble. @param begun called once it has the chunk */
const runInTrouble = (job: Job, begun: () => Promise<void> | void = () => undefined) =>
  runChunk(
    { ...worker.deps, dataSource: troubled },
    job,
    async (deps, chunk) => {
      await begun();
      await resetChunk(deps, chunk);
    },
    new AbortController().signal,
  );
const ledger = (id: number) => worker.deps.dataSource.getRepository(Chunk).findOneByOrFail({ id });
const marks = async ({ bulkResetId }: VersionKey) =>
  (
    await worker.deps.dataSource.query(
      'SELECT file_row FROM progress_reset WHERE bulk_reset_id = ? ORDER BY 1',
      [bulkResetId],
    )
  ).map(({ file_row }: { file_row: number }) => file_row);

const leftOut = async ({ bulkResetId }: VersionKey) =>
  Number(
    (
      await worker.deps.dataSource.query('SELECT COUNT(*) AS n FROM left_out_row WHERE bulk_reset_id = ?', [
        bulkResetId,
      ])
    )[0].n,
  );

/** Runs what is due by now, after a chunk was given back for a while. */
async function workOn(key: VersionKey) {
  await worker.deps.dataSource.query('UPDATE chunk SET not_before = NULL WHERE bulk_reset_id = ?', [
    key.bulkResetId,
  ]);
  await worker.work(key);
  return worker.show(key);
}
const COMPLETED = { status: 'completed', counts: { reset: 2, notProcessed: 0 } };

test('a commit whose answer was lost is done, says the ledger: it is not redone and fails nothing', async () => {
  const { key, job } = await givenResetChunk();
  let lost: Promise<void> | undefined;
  await runInTrouble(job, () => {
    lost = line.loseAnswerTo(COMMIT);
  });
  await lost;
  expect(await ledger(job.chunkId)).toMatchObject({
    state: 'done',
    epoch: job.epoch,
    attempts: 0,
    losses: 0,
  });
  expect(await marks(key)).toEqual([2, 3]);
  expect(await worker.show(key)).toMatchObject(COMPLETED);
});

test('a commit that never arrived leaves nothing, uses up no attempt, and is done once by whoever comes next', async () => {
  const { key, job } = await givenResetChunk();
  let lost: Promise<void> | undefined;
  await runInTrouble(job, () => {
    lost = line.loseRequest(COMMIT);
  });
  await lost;
  expect(await marks(key)).toEqual([]);
  expect(await ledger(job.chunkId)).toMatchObject({
    state: 'waiting',
    epoch: job.epoch + 1,
    attempts: 0,
    losses: 0,
  });
  expect(await workOn(key)).toMatchObject(COMPLETED);
  expect(await marks(key)).toEqual([2, 3]);
});

describe('another transaction is in the way', () => {
  let other: QueryRunner;
  beforeEach(async () => {
    other = worker.deps.dataSource.createQueryRunner();
    await other.startTransaction();
    // Of two in a deadlock the server ends the one that has written less; MariaDB spares one that wrote in a table
    // without transactions, as a chunk of a reset does.
    await other.query('CREATE TEMPORARY TABLE IF NOT EXISTS aside (id INT) ENGINE=MEMORY');
    await other.query('INSERT INTO aside VALUES (1)');
    await other.query(`INSERT INTO ballast VALUES ${Array.from({ length: 100 }, () => '(NULL)').join(', ')}`);
  });
  afterEach(async () => {
    if (other.isTransactionActive) await other.rollbackTransaction();
    await other.release();
  });
  const lockChunk = ({ chunkId }: Job) =>
    other.query('SELECT 1 FROM chunk WHERE id = ? FOR UPDATE', [chunkId]);
  /** Nothing but a lock makes this statement take long enough to be seen. Other tests share the server, not the database. */
  const untilFenceWaits = () =>
    until(async () => {
      const [{ n }] = await worker.deps.dataSource.query(
        "SELECT COUNT(*) AS n FROM information_schema.processlist WHERE db = DATABASE() AND info LIKE 'UPDATE chunk SET state = ''done''%'",
      );
      return Number(n) > 0;
    });
  /** How often the marks of a chunk were written, on the connections in trouble. */
  const countWrites = () => {
    let writes = 0;
    const subscriber = {
      beforeQuery: ({ query }: { query: string }) => {
        if (query.includes('INSERT INTO progress_reset')) writes += 1;
      },
    };
    troubled.subscribers.push(subscriber);
    return () => {
      troubled.subscribers.splice(troubled.subscribers.indexOf(subscriber), 1);
      return writes;
    };
  };

  test('the victim of a deadlock does the whole chunk again, at once and in the same epoch', async () => {
    const { key, job } = await givenResetChunk();
    const writes = countWrites();
    const ran = runInTrouble(job, async () => void (await lockChunk(job)));
    await untilFenceWaits();
    // It holds the records and waits for its own row; this one holds the row and wants the records.
    await other.query('SELECT 1 FROM learning_record WHERE organization_id = ? FOR UPDATE', [
      job.organizationId,
    ]);
    await other.rollbackTransaction();
    await ran;
    expect(writes()).toBe(2);
    expect(await ledger(job.chunkId)).toMatchObject({ state: 'done', epoch: job.epoch, attempts: 0 });
    expect(await marks(key)).toEqual([2, 3]);
    expect(await worker.show(key)).toMatchObject(COMPLETED);
  });

  test('a lock wait that takes too long never leaves half a chunk: after five times it is given back', async () => {
    const { key, job } = await givenResetChunk();
    const at = [job.organizationId];
    await worker.deps.dataSource.query(
      "UPDATE learner SET status = 'deactivated' WHERE organization_id = ? AND login_id = 'bob'",
      at,
    );
    const writes = countWrites();
    // The wait comes after a row that is left out was noted, and 1205 undoes the last statement alone.
    await other.query('SELECT 1 FROM learning_record WHERE organization_id = ? FOR UPDATE', at);
    await runInTrouble(job);
    await other.rollbackTransaction();
    expect(writes()).toBe(5);
    expect(await marks(key)).toEqual([]);
    expect(await leftOut(key)).toBe(0);
    expect(await ledger(job.chunkId)).toMatchObject({ state: 'waiting', epoch: job.epoch + 1, attempts: 0 });
    expect(await workOn(key)).toMatchObject({
      status: 'completed',
      counts: { reset: 1, changedSinceValidation: 1, notProcessed: 0 },
    });
    expect(await marks(key)).toEqual([2]);
    expect(await leftOut(key)).toBe(1);
  });
});
