import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { BulkResetStatus } from '../contracts/bulk-reset-status';
import { createDataSource } from '../database/data-source';
import { migrate } from '../database/migrate';
import { createTestDatabase } from '../database/test-database.fixture';
import { uuidToBytes } from '../entities/columns';
import { insertRows } from '../stores/multi-row';
import { pairsOf } from '../stores/packed-pairs.fixture';
import { readSettledPairs } from '../stores/settled-pairs.store';
import { Spine1764000000000 } from './1764000000000-spine';

/** Flags of a staged row, as they were: TRUE, an error of its own, contradicted. */
const [RESET, ERROR, CONTRADICTS] = [1, 2, 4];
const STATUSES = [
  ...(['validating', 'settling', 'needs-fixes', 'ready', 'resetting', 'completed'] as const),
] satisfies BulkResetStatus[];

let before: DataSource;
let after: DataSource;
let drop: () => Promise<void>;
const ids = new Map<BulkResetStatus, number>();
beforeAll(async () => {
  const database = await createTestDatabase([Spine1764000000000]);
  before = database.dataSource;
  await before.query("INSERT INTO organization (id, uuid, name) VALUES (1, ?, 'Northwind')", [
    uuidToBytes(randomUUID()),
  ]);
  for (const status of STATUSES) ids.set(status, await givenBulkReset(status));
  after = await createDataSource(database.url).initialize();
  expect((await migrate(after))[0]).toBe('SortedRuns1764100000000');
  drop = async () => {
    await after.destroy();
    await database.drop();
  };
});
afterAll(() => drop());

/** A bulk reset with a corrected file: of its second version one validate chunk, two of the reset (the second done where it is under way), rows and problems. */
async function givenBulkReset(status: BulkResetStatus): Promise<number> {
  const { manager: db } = before;
  const { insertId: id }: { insertId: number } = await db.query(
    `INSERT INTO bulk_reset
       (organization_id, uuid, status, version, created_by_kind, created_by_id, created_by_name, summary)
     VALUES (1, ?, ?, 2, 'user', 1, 'Ada', '{}')`,
    [uuidToBytes(randomUUID()), status],
  );
  const isPlanned = ['ready', 'resetting', 'completed'].includes(status);
  const chunkColumns = ['organization_id', 'bulk_reset_id', 'version', 'phase', 'number', 'data_rows'];
  await insertRows(
    db,
    'chunk',
    [...chunkColumns, 'from_learner', 'to_learner', 'state'],
    [
      ...[1, id, 2, 'validate', 0, 5, null, null, 'done'],
      ...[1, id, 2, 'settle', 0, 5, null, null, status === 'settling' ? 'running' : 'done'],
      ...(isPlanned ? [1, id, 2, 'reset', 0, 2, 0, 20, status === 'completed' ? 'done' : 'waiting'] : []),
      ...(isPlanned ? [1, id, 2, 'reset', 1, 1, 20, 99, status === 'ready' ? 'waiting' : 'done'] : []),
    ],
  );
  await insertRows(db, 'chunk', [...chunkColumns, 'state'], [1, id, 1, 'validate', 0, 5, 'done']);
  await insertRows(
    db,
    'staged_row',
    ['organization_id', 'bulk_reset_id', 'version', 'learner_id', 'course_id', 'file_row', 'flags'],
    [
      ...[1, id, 2, 10, 1, 2, RESET],
      ...[1, id, 2, 10, 2, 3, RESET | ERROR],
      ...[1, id, 2, 11, 1, 4, RESET],
      ...[1, id, 2, 12, 1, 5, RESET | CONTRADICTS],
      ...[1, id, 2, 30, 1, 6, RESET],
    ],
  );
  await db.query(
    `INSERT INTO problem (organization_id, bulk_reset_id, version, file_row, position, code, column_name, severity, details)
     VALUES (1, ?, 2, 3, 0, 'too-many-cells', 'Row', 'error', '{}')`,
    [id],
  );
  await db.query(
    "INSERT INTO chunk_rows (organization_id, bulk_reset_id, version, number, packed) VALUES (1, ?, 2, 0, 'x')",
    [id],
  );
  return id;
}

const idOf = (status: BulkResetStatus) => ids.get(status) as number;
const chunksOf = (
  status: BulkResetStatus,
  version = 2,
): Promise<{ phase: string; state: string; epoch: number }[]> =>
  after.query(
    'SELECT phase, state, epoch FROM chunk WHERE bulk_reset_id = ? AND version = ? ORDER BY phase, number',
    [idOf(status), version],
  );
async function leftOf(status: BulkResetStatus) {
  const id = idOf(status);
  const count = async (table: string) => {
    const [{ rows }]: [{ rows: number }] = await after.query(
      `SELECT COUNT(*) AS \`rows\` FROM ${table} WHERE bulk_reset_id = ?`,
      [id],
    );
    return rows;
  };
  const [{ now }]: [{ now: string }] = await after.query(
    'SELECT status AS now FROM bulk_reset WHERE id = ?',
    [id],
  );
  return { status: now, problems: await count('problem'), chunkRows: await count('chunk_rows') };
}
const settledOf = async (status: BulkResetStatus, number: number) => {
  const key = { organizationId: 1, bulkResetId: idOf(status), version: 2 };
  return pairsOf(await readSettledPairs(after.manager, key, number)).map(
    ({ learnerId, courseId, fileRow }) => `${learnerId} ${courseId} ${fileRow}`,
  );
};

test.each(['validating', 'settling'] as const)('what was %s begins its validation anew', async (status) => {
  expect(await leftOf(status)).toEqual({ status: 'validating', problems: 0, chunkRows: 0 });
  expect(await chunksOf(status)).toEqual([{ phase: 'validate', state: 'waiting', epoch: 2 }]);
});

test.each(['needs-fixes', 'completed'] as const)('what is %s stays as it is', async (status) => {
  expect(await leftOf(status)).toEqual({ status, problems: 1, chunkRows: 1 });
  for (const { state, epoch } of await chunksOf(status)) expect([state, epoch]).toEqual(['done', 1]);
  expect(await settledOf(status, 0)).toEqual([]);
});

test('what an earlier version of a file came to stays', async () => {
  for (const status of STATUSES)
    expect(await chunksOf(status, 1)).toEqual([{ phase: 'validate', state: 'done', epoch: 1 }]);
});

test('what waits to be reset is carried over, without what must not be reset', async () => {
  expect(await leftOf('ready')).toEqual({ status: 'ready', problems: 1, chunkRows: 1 });
  expect(await settledOf('ready', 0)).toEqual(['10 1 2', '11 1 4']);
  expect(await settledOf('ready', 1)).toEqual(['30 1 6']);
});

test('of a reset under way, what is not done is carried over', async () => {
  expect(await settledOf('resetting', 0)).toEqual(['10 1 2', '11 1 4']);
  expect(await settledOf('resetting', 1)).toEqual([]);
  expect((await chunksOf('resetting')).filter(({ phase }) => phase === 'reset')).toEqual([
    { phase: 'reset', state: 'waiting', epoch: 1 },
    { phase: 'reset', state: 'done', epoch: 1 },
  ]);
});
