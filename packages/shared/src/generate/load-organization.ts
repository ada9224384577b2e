import { randomUUID } from 'node:crypto';
import type { DataSource, QueryRunner } from 'typeorm';
import { uuidToBytes } from '../entities/columns';
import { slices } from '../stores/multi-row';
import { coursesOf } from './generated-course';
import { learnerAt } from './generated-learner';
import { type Histories, historiesOf } from './generated-records';
import type { OrganizationPlan } from './organization-plan';
import { assignmentTuples, COLUMNS, courseTuple, learnerTuple, recordTuples, type Table } from './sql-tuples';

export type Loaded = { learners: number; courses: number; records: number; assignments: number };
export type LoadedOrganization = Loaded & { id: number; uuid: string; name: string };

/** Learners whose rows are made, and committed, together. */
const LEARNERS_PER_BATCH = 1_000;
/** Below `max_allowed_packet` (16 MB by default) with room to spare. */
const ROWS_PER_STATEMENT = 10_000;
/** One is served while the rows of another are being made. */
const CONNECTIONS = 3;

/**
 * Makes a new organization of a plan. The same plan gives the same people, courses and records; only the organization's
 * own UUID and the internal ids differ.
 * @param onProgress called after each batch, with totals
 */
export async function loadOrganization(
  dataSource: DataSource,
  plan: OrganizationPlan,
  { name, onProgress = () => {} }: { name: string; onProgress?: (loaded: Loaded) => void },
): Promise<LoadedOrganization> {
  const uuid = randomUUID();
  const { insertId: id } = await dataSource.query('INSERT INTO organization (uuid, name) VALUES (?, ?)', [
    uuidToBytes(uuid),
    name,
  ]);
  const courses = coursesOf(plan);
  const courseIds = await withRunner(dataSource, (runner) =>
    insertWithIds(
      runner,
      'course',
      courses.map((course) => courseTuple(id, course)),
    ),
  );
  const loaded: Loaded = { learners: 0, courses: courses.length, records: 0, assignments: 0 };
  const histories = historiesOf(plan, courses);
  const batches = batchesOf(plan.learners);
  await inParallel(CONNECTIONS, () =>
    withRunner(dataSource, async (runner) => {
      for (const indexes of batches) {
        const rows = await insertBatch(runner, { id, seed: plan.seed, courseIds, histories }, indexes);
        loaded.learners += indexes.length;
        loaded.records += rows.records;
        loaded.assignments += rows.assignments;
        onProgress({ ...loaded });
      }
    }),
  );
  return { ...loaded, id, uuid, name };
}

/** Shared by the connections: each takes the next one when it is free. */
function* batchesOf(learners: number): Generator<number[]> {
  for (let start = 0; start < learners; start += LEARNERS_PER_BATCH)
    yield Array.from({ length: Math.min(LEARNERS_PER_BATCH, learners - start) }, (_, at) => start + at);
}

type Batch = {
  id: number;
  seed: number;
  courseIds: readonly number[];
  histories: Histories;
};

async function insertBatch(
  runner: QueryRunner,
  { id, seed, courseIds, histories }: Batch,
  indexes: number[],
) {
  await runner.startTransaction();
  try {
    const learners = indexes.map((index) => learnerTuple(id, learnerAt(seed, index)));
    const learnerIds = await insertWithIds(runner, 'learner', learners);
    const records: string[] = [];
    const assignments: string[] = [];
    for (const [at, index] of indexes.entries()) {
      const pairKey = (course: number) => `${id},${learnerIds[at]},${courseIds[course]}`;
      const history = histories.of(index);
      records.push(...recordTuples(history.pairs, pairKey));
      assignments.push(...assignmentTuples(history.assignments, pairKey));
    }
    await insert(runner, 'learning_record', records);
    await insert(runner, 'assignment', assignments);
    await runner.commitTransaction();
    return { records: records.length, assignments: assignments.length };
  } catch (error) {
    await runner.rollbackTransaction();
    throw error;
  }
}

async function insert(runner: QueryRunner, table: Table, tuples: readonly string[]): Promise<void> {
  for (const some of slices(tuples, ROWS_PER_STATEMENT))
    await runner.query(`INSERT INTO ${table} (${COLUMNS[table]}) VALUES ${some.join(',')}`);
}

/**
 * Inserts rows and gives their ids. A statement that says its number of rows gets consecutive ones.
 * @see https://dev.mysql.com/doc/refman/8.4/en/innodb-auto-increment-handling.html ("simple inserts")
 */
async function insertWithIds(
  runner: QueryRunner,
  table: Table,
  tuples: readonly string[],
): Promise<number[]> {
  const ids: number[] = [];
  for (const some of slices(tuples, ROWS_PER_STATEMENT)) {
    const { insertId } = await runner.query(
      `INSERT INTO ${table} (${COLUMNS[table]}) VALUES ${some.join(',')}`,
    );
    for (let at = 0; at < some.length; at += 1) ids.push(insertId + at);
  }
  return ids;
}

async function withRunner<Result>(
  dataSource: DataSource,
  work: (runner: QueryRunner) => Promise<Result>,
): Promise<Result> {
  const runner = dataSource.createQueryRunner();
  try {
    return await work(runner);
  } finally {
    await runner.release();
  }
}

async function inParallel(times: number, work: () => Promise<void>): Promise<void> {
  const results = await Promise.allSettled(Array.from({ length: times }, work));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
