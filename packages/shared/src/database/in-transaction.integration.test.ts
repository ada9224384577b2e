import type { DataSource, EntityManager } from 'typeorm';
import { inTransaction, isConnectionLost } from './in-transaction';
import { createTestDatabase } from './test-database.fixture';

let dataSource: DataSource;
let drop: () => Promise<void>;
beforeAll(async () => {
  ({ dataSource, drop } = await createTestDatabase());
  await dataSource.query('CREATE TABLE account (id INT PRIMARY KEY, amount INT NOT NULL) ENGINE=InnoDB');
});
afterAll(() => drop());
beforeEach(async () => {
  await dataSource.query('DELETE FROM account');
  await dataSource.query('INSERT INTO account VALUES (1, 0), (2, 0)');
});
const add = (db: EntityManager, id: number, amount: number) =>
  db.query('UPDATE account SET amount = amount + ? WHERE id = ?', [amount, id]);
const amounts = async () =>
  (await dataSource.query('SELECT amount FROM account ORDER BY id')).map(
    (row: { amount: number }) => row.amount,
  );

test('commits all of the work, in READ COMMITTED', async () => {
  const seen = await inTransaction(dataSource, async (db) => {
    await add(db, 1, 5);
    const before = await db.query('SELECT amount FROM account WHERE id = 2');
    await add(dataSource.manager, 2, 7);
    return [before[0].amount, (await db.query('SELECT amount FROM account WHERE id = 2'))[0].amount];
  });
  expect(seen).toEqual([0, 7]);
  expect(await amounts()).toEqual([5, 7]);
});

test('keeps nothing of work that fails, and says why', async () => {
  const work = inTransaction(dataSource, async (db) => {
    await add(db, 1, 5);
    throw new Error('on purpose');
  });
  await expect(work).rejects.toThrow('on purpose');
  expect(await amounts()).toEqual([0, 0]);
});

test('a connection that is killed is known as lost, by the first statement after that and by every other', async () => {
  const errors: unknown[] = [];
  const work = inTransaction(dataSource, async (db) => {
    const [{ id }]: [{ id: number }] = await db.query('SELECT CONNECTION_ID() AS id');
    await dataSource.query(`KILL ${id}`);
    for (let statement = 0; statement < 3; statement += 1)
      errors.push(await add(db, 1, 5).catch((error: unknown) => error));
    throw errors.at(-1);
  });
  await expect(work).rejects.toThrow();
  expect(errors.map(isConnectionLost)).toEqual([true, true, true]);
  expect(await amounts()).toEqual([0, 0]);
});

test('two that lock in opposite orders both commit, once', async () => {
  let arrived = 0;
  let bothHold: () => void;
  const barrier = new Promise<void>((resolve) => {
    bothHold = resolve;
  });
  let runs = 0;
  const move = (from: number, to: number) =>
    inTransaction(dataSource, async (db) => {
      runs += 1;
      await add(db, from, -1);
      arrived += 1;
      if (arrived === 2) bothHold();
      await barrier;
      await add(db, to, 11);
    });

  await Promise.all([move(1, 2), move(2, 1)]);

  expect(runs).toBe(3);
  expect(await amounts()).toEqual([10, 10]);
});

test('a lock wait that took too long runs all of the work again', async () => {
  const holder = dataSource.createQueryRunner();
  await holder.startTransaction();
  await add(holder.manager, 2, 100);
  let runs = 0;
  await inTransaction(dataSource, async (db) => {
    runs += 1;
    if (runs === 2) await holder.rollbackTransaction();
    await db.query('SET SESSION innodb_lock_wait_timeout = 1');
    await add(db, 1, 1);
    await add(db, 2, 1);
  });
  await holder.release();
  expect(runs).toBe(2);
  expect(await amounts()).toEqual([1, 1]);
});

test('gives up when another transaction is in the way for the fifth time, and keeps nothing', async () => {
  let runs = 0;
  const work = inTransaction(dataSource, async (db) => {
    runs += 1;
    await add(db, 1, 1);
    throw Object.assign(new Error('Deadlock found'), { code: 'ER_LOCK_DEADLOCK' });
  });
  await expect(work).rejects.toMatchObject({ code: 'ER_LOCK_DEADLOCK' });
  expect(runs).toBe(5);
  expect(await amounts()).toEqual([0, 0]);
});
