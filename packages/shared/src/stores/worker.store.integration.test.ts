import type { DataSource } from 'typeorm';
import { createTestDatabase } from '../database/test-database.fixture';
import {
  announceWorker,
  listWorkers,
  removeDeadWorkers,
  renewWorker,
  type WorkerCondition,
  withdrawWorker,
} from './worker.store';

let dataSource: DataSource;
let drop: () => Promise<void>;
beforeAll(async () => {
  ({ dataSource, drop } = await createTestDatabase());
});
afterAll(() => drop());
beforeEach(() => dataSource.query('DELETE FROM worker'));

const WORKING: WorkerCondition = { state: 'working', consuming: true, waitingFor: null, chunksInHand: 0 };
const announce = (name: string, version = '1.0.0') =>
  announceWorker(dataSource.manager, { name, host: 'host', pid: 1, version }, WORKING);
const age = (name: string, seconds: number) =>
  dataSource.query('UPDATE worker SET last_heartbeat = last_heartbeat - INTERVAL ? SECOND WHERE name = ?', [
    seconds,
    name,
  ]);
const list = () => listWorkers(dataSource.manager);

test('a worker says how it is, and how it is now once it says so again', async () => {
  await announce('one');
  const [before] = await list();
  expect(before).toMatchObject({ version: '1.0.0', alive: true, ...WORKING });
  const now = { state: 'stopping', consuming: false, waitingFor: 'storage', chunksInHand: 2 } as const;
  expect(await renewWorker(dataSource.manager, 'one', now)).toBe(true);
  expect(await list()).toMatchObject([{ id: before?.id, startedAt: before?.startedAt, ...now }]);
});

test('one that is silent for 15 seconds counts as dead, and comes to life with its next word', async () => {
  await announce('one');
  await announce('two');
  await age('one', 16);
  expect((await list()).map(({ alive }) => alive)).toEqual([true, false]);
  await renewWorker(dataSource.manager, 'one', WORKING);
  expect((await list()).map(({ alive }) => alive)).toEqual([true, true]);
});

test('another life of a process of the same name has its own version and beginning', async () => {
  await announce('one', '1.0.0');
  await announce('one', '2.0.0');
  expect(await list()).toMatchObject([{ version: '2.0.0' }]);
});

test('the dead are removed after a day, and one that was removed by mistake is told', async () => {
  for (const name of ['one', 'two']) await announce(name);
  await age('one', 86_000);
  await age('two', 86_401);
  await removeDeadWorkers(dataSource.manager);
  expect(await renewWorker(dataSource.manager, 'two', WORKING)).toBe(false);
  expect(await list()).toHaveLength(1);
});

test('one that ends on purpose is gone at once', async () => {
  await announce('one');
  await withdrawWorker(dataSource.manager, 'one');
  expect(await list()).toEqual([]);
});
