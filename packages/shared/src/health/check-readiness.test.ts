import { stat } from 'node:fs/promises';
import { AppError } from '../errors/app-error';
import { answersInTime, createReadinessCheck, storageAnswers } from './check-readiness';

const answers = async () => undefined;
const fails = async () => {
  throw new Error('away');
};

test('is ready when every service answers, and says which one does not', async () => {
  expect(await createReadinessCheck({ database: answers, redis: answers, storage: answers })()).toEqual({
    ready: true,
    checks: { database: 'ok', redis: 'ok', storage: 'ok' },
  });
  expect(await createReadinessCheck({ database: answers, redis: fails, storage: answers })()).toEqual({
    ready: false,
    checks: { database: 'ok', redis: 'failed', storage: 'ok' },
  });
});

test('askers within a second share one answer', async () => {
  let [now, asked] = [0, 0];
  const database = async () => {
    asked += 1;
  };
  const readiness = createReadinessCheck({ database, redis: answers, storage: answers }, { now: () => now });
  await Promise.all([readiness(), readiness()]);
  now = 999;
  await readiness();
  expect(asked).toBe(1);
  now = 1_000;
  await readiness();
  expect(asked).toBe(2);
});

test('each change is told once', async () => {
  let [now, away] = [0, false];
  const told: boolean[] = [];
  const readiness = createReadinessCheck(
    { redis: () => (away ? fails() : answers()) },
    { now: () => now, onChange: ({ ready }) => told.push(ready) },
  );
  for (const next of [false, false, true, true, false]) {
    away = next;
    now += 1_000;
    await readiness();
  }
  expect(told).toEqual([true, false, true]);
});

test('a service that never answers is not waited for', async () => {
  jest.useFakeTimers({ doNotFake: ['setImmediate'] });
  const silent = () => new Promise<never>(() => undefined);
  const answer = createReadinessCheck({ database: silent, redis: answers, storage: answers })();
  await jest.advanceTimersByTimeAsync(2_000);
  jest.useRealTimers();
  expect(await answer).toMatchObject({ ready: false, checks: { database: 'failed' } });
});

test('an answer that came while this process stood still counts', async () => {
  const answered = answersInTime(() => stat(__filename), 20);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  expect(await answered).toBe(true);
});

test('a full store has answered; one that cannot be written to has not', async () => {
  const store = (error?: Error) => {
    const keys: string[] = [];
    const write = async (key: string) => {
      keys.push(key);
      if (error) throw error;
      return { bytes: 5, sha256: '' };
    };
    const remove = async (key: string) => void keys.push(key);
    return { keys, write, remove };
  };
  const working = store();
  await storageAnswers(working);
  expect(working.keys[0]).toBe(working.keys[1]);
  await expect(storageAnswers(store(new AppError('storage-full', {})))).resolves.toBeUndefined();
  await expect(storageAnswers(store(new Error('EROFS')))).rejects.toThrow('EROFS');
});
