import { text } from 'node:stream/consumers';
import type { BulkResetView } from '@reset/shared/contracts/bulk-reset';
import type { Chunk } from '@reset/shared/entities/bulk-reset';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { moveOn } from '@reset/shared/queue/dispatch-chunks';
import { streamNotProcessed } from '@reset/shared/report/stream-outcome';
import { getFile } from '@reset/shared/stores/bulk-reset.store';
import type { VersionKey } from '@reset/shared/stores/bulk-reset-key';
import { claimChunk, MAX_ATTEMPTS } from '@reset/shared/stores/chunk.store';
import {
  cancelBulkReset,
  pauseBulkReset,
  resumeBulkReset,
  retryBulkReset,
} from '@reset/shared/stores/control-bulk-reset';
import { resetChunk } from './reset/reset-chunk';
import { reconcileQueue } from './upkeep/reconcile-queue';
import { ADMINISTRATOR, type GivenWorker, givenWorker } from './worker.fixture';

let worker: GivenWorker;
beforeAll(async () => {
  worker = await givenWorker();
});
beforeEach(() => void worker.jobs.splice(0));
afterAll(() => worker.stop());

const LEARNERS = ['a', 'b', 'c', 'd', 'e', 'f'] as const;
const HEADER = 'Learner,Content,Reset required';
const BY = { by: ADMINISTRATOR };

/** Six learners who have begun a course: a file of three chunks. */
async function givenFile({ confirmWhenValid = false } = {}) {
  const { id } = await givenOrganization(worker.deps.dataSource, {
    learners: Object.fromEntries(LEARNERS.map((name) => [name, {}])),
    courses: { fire: {} },
    records: LEARNERS.map((learner) => ({ learner, course: 'fire' as const })),
  });
  const csv = [HEADER, ...LEARNERS.map((learner) => `${learner},fire,TRUE`)].join('\n');
  return { id, key: await worker.upload(id, csv, { confirmWhenValid }) };
}
async function givenConfirmed(): Promise<VersionKey> {
  const { key } = await givenFile();
  await worker.work(key);
  await worker.confirm(key);
  await moveOn(worker.deps, key);
  return key;
}
const nextJob = () => worker.jobs.shift() as (typeof worker.jobs)[number];
const query = <Row>(sql: string, key: VersionKey): Promise<Row[]> =>
  worker.deps.dataSource.query(sql, [key.bulkResetId]);
const chunkStates = async (key: VersionKey) =>
  (
    await query<{ state: string }>(
      "SELECT state FROM chunk WHERE bulk_reset_id = ? AND phase = 'reset' ORDER BY number",
      key,
    )
  ).map(({ state }) => state);
const audit = async (key: VersionKey) =>
  (
    await query<{ action: string; actor_name: string; details: string }>(
      "SELECT action, actor_name, details FROM audit_event WHERE subject_kind = 'bulk-reset' AND subject_id = ? ORDER BY id",
      key,
    )
  ).map(({ action, actor_name, details }) => ({ action, by: actor_name, ...JSON.parse(details) }));
const markCount = async (key: VersionKey) =>
  (await query('SELECT 1 FROM progress_reset WHERE bulk_reset_id = ?', key)).length;
const sumOf = ({ counts: { rows, ...parts } }: BulkResetView) =>
  Object.values(parts).reduce((sum, part) => sum + part, 0) - rows;

/** Runs what is in the queue of this bulk reset until every attempt of a chunk is used up. */
async function workThroughAttempts(key: VersionKey): Promise<void> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    await query('UPDATE chunk SET not_before = NULL WHERE bulk_reset_id = ?', key);
    await worker.work(key);
  }
}

describe('pausing and resuming', () => {
  test('the chunk in hand is finished, the others wait, and a person resumes them', async () => {
    const key = await givenConfirmed();
    const held = (await claimChunk(worker.deps.dataSource, nextJob(), { worker: 'busy' })) as Chunk;
    await pauseBulkReset(worker.deps.dataSource, key, { ...BY, reason: 'wait for the works council' });
    await worker.work(key);
    expect(await worker.show(key)).toMatchObject({
      status: 'pausing',
      counts: { reset: 0, notProcessed: 6 },
    });
    expect(await chunkStates(key)).toEqual(['running', 'waiting', 'waiting']);

    await resetChunk(worker.deps, held);
    await worker.work(key);
    const paused = await worker.show(key);
    expect(paused).toMatchObject({
      status: 'paused',
      counts: { reset: 2, notProcessed: 4 },
      pause: {
        by: { kind: 'user', name: ADMINISTRATOR.name },
        reason: 'wait for the works council',
      },
      progress: { phase: 'reset', rowsDone: 2, rowsTotal: 6 },
    });
    expect(sumOf(paused)).toBe(0);
    await reconcileQueue(worker.deps);
    expect(worker.jobs).toEqual([]);

    await resumeBulkReset(worker.deps.dataSource, key, BY);
    await worker.work(key);
    expect(await worker.show(key)).toMatchObject({ status: 'completed', counts: { reset: 6 }, pause: null });
    expect((await audit(key)).slice(-3)).toEqual([
      {
        action: 'bulk-reset.paused',
        by: ADMINISTRATOR.name,
        was: 'resetting',
        reason: 'wait for the works council',
      },
      { action: 'bulk-reset.resumed', by: ADMINISTRATOR.name, was: 'paused' },
      { action: 'bulk-reset.completed', by: 'system' },
    ]);
  });

  test('a job that came while it was paused is put back in another epoch, so that the queue takes it again', async () => {
    const key = await givenConfirmed();
    const [first] = worker.jobs;
    await pauseBulkReset(worker.deps.dataSource, key, BY);
    await worker.work(key);
    await resumeBulkReset(worker.deps.dataSource, key, BY);
    await moveOn(worker.deps, key);
    expect(worker.jobs[0]).toMatchObject({ chunkId: first?.chunkId, epoch: Number(first?.epoch) + 1 });
    expect(worker.jobs).toHaveLength(3);
  });

  test('asked twice it is one pause and one resumption, and neither is an error', async () => {
    const key = await givenConfirmed();
    const { dataSource } = worker.deps;
    await Promise.all([pauseBulkReset(dataSource, key, BY), pauseBulkReset(dataSource, key, BY)]);
    await worker.work(key);
    await pauseBulkReset(dataSource, key, BY);
    await Promise.all([resumeBulkReset(dataSource, key, BY), resumeBulkReset(dataSource, key, BY)]);
    expect((await audit(key)).map(({ action }) => action).slice(-2)).toEqual([
      'bulk-reset.paused',
      'bulk-reset.resumed',
    ]);
  });

  test('resumed before it stood still, it goes on', async () => {
    const key = await givenConfirmed();
    const held = (await claimChunk(worker.deps.dataSource, nextJob(), { worker: 'busy' })) as Chunk;
    await pauseBulkReset(worker.deps.dataSource, key, BY);
    await resumeBulkReset(worker.deps.dataSource, key, BY);
    await resetChunk(worker.deps, held);
    await worker.work(key);
    expect(await worker.show(key)).toMatchObject({ status: 'completed', counts: { reset: 6 } });
  });

  test('where the chunk in hand was the last one, it is completed and cannot be resumed', async () => {
    const key = await givenConfirmed();
    for (const job of worker.jobs.splice(0, 2)) await worker.run(job);
    const held = (await claimChunk(worker.deps.dataSource, nextJob(), { worker: 'busy' })) as Chunk;
    await pauseBulkReset(worker.deps.dataSource, key, BY);
    await resetChunk(worker.deps, held);
    await worker.work(key);
    expect(await worker.show(key)).toMatchObject({ status: 'completed', counts: { reset: 6 } });
    await expect(resumeBulkReset(worker.deps.dataSource, key, BY)).rejects.toMatchObject({
      code: 'wrong-status',
    });
  });

  test('a worker that dies over the chunk in hand does not hold up the pause', async () => {
    const key = await givenConfirmed();
    const job = nextJob();
    await claimChunk(worker.deps.dataSource, job, { worker: 'dead' });
    await pauseBulkReset(worker.deps.dataSource, key, BY);
    await worker.deps.dataSource.query(
      'UPDATE chunk_lease SET lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE chunk_id = ?',
      [job.chunkId],
    );
    await reconcileQueue(worker.deps);
    expect((await worker.show(key)).status).toBe('paused');
    await worker.work(key);
    await resumeBulkReset(worker.deps.dataSource, key, BY);
    await worker.work(key);
    expect(await worker.show(key)).toMatchObject({ status: 'completed', counts: { reset: 6 } });
    expect(await markCount(key)).toBe(6);
  });

  test('other bulk resets go on', async () => {
    const key = await givenConfirmed();
    await pauseBulkReset(worker.deps.dataSource, key, BY);
    const other = await givenConfirmed();
    await worker.work(other);
    expect((await worker.show(other)).status).toBe('completed');
    expect(await worker.show(key)).toMatchObject({ counts: { reset: 0 } });
  });

  test('a validation has nothing to pause', async () => {
    const { key } = await givenFile();
    await expect(pauseBulkReset(worker.deps.dataSource, key, BY)).rejects.toMatchObject({
      code: 'wrong-status',
    });
  });
});

describe('cancelling', () => {
  test('what was done stays, and what was not can be uploaded again', async () => {
    const key = await givenConfirmed();
    await worker.run(nextJob());
    await cancelBulkReset(worker.deps.dataSource, key, { ...BY, reason: 'the wrong year' });
    await worker.work(key);
    const cancelled = await worker.show(key);
    expect(cancelled).toMatchObject({ status: 'cancelled', counts: { reset: 2, notProcessed: 4 } });
    expect(sumOf(cancelled)).toBe(0);
    expect((await audit(key)).at(-1)).toMatchObject({
      action: 'bulk-reset.cancelled',
      was: 'resetting',
      reason: 'the wrong year',
    });

    const rest = await text(
      streamNotProcessed(worker.deps, key, await getFile(worker.deps.dataSource.manager, key)),
    );
    const open = LEARNERS.slice(2).map((learner) => `${learner},fire,TRUE`);
    expect(rest).toBe([HEADER, ...open, ''].join('\r\n'));
    const again = await worker.upload(key.organizationId, rest, { confirmWhenValid: true });
    await worker.work(again);
    expect(await worker.show(again)).toMatchObject({ status: 'completed', counts: { rows: 4, reset: 4 } });
  });

  test('what is paused is cancelled at once', async () => {
    const key = await givenConfirmed();
    await worker.run(nextJob());
    await pauseBulkReset(worker.deps.dataSource, key, BY);
    await worker.work(key);
    await cancelBulkReset(worker.deps.dataSource, key, BY);
    await cancelBulkReset(worker.deps.dataSource, key, BY);
    expect(await worker.show(key)).toMatchObject({ status: 'cancelled', counts: { reset: 2 } });
  });
});

describe('retrying', () => {
  test('a cancelled reset goes on where it stopped', async () => {
    const key = await givenConfirmed();
    await worker.run(nextJob());
    await cancelBulkReset(worker.deps.dataSource, key, BY);
    await worker.work(key);
    await retryBulkReset(worker.deps.dataSource, key, { ...BY, reason: 'cancelled by mistake' });
    expect(await worker.show(key)).toMatchObject({ status: 'resetting', finishedAt: null });
    await worker.work(key);
    expect(await worker.show(key)).toMatchObject({ status: 'completed', counts: { reset: 6 } });
    expect(await markCount(key)).toBe(6);
  });

  test('a chunk that had no attempt left gets new ones, and its rows are done once', async () => {
    const key = await givenConfirmed();
    const pairs =
      'UPDATE settled_pairs SET packed = CONCAT(packed, packed) WHERE bulk_reset_id = ? AND number = 1';
    await query(pairs, key);
    await workThroughAttempts(key);
    const failed = await worker.show(key);
    expect(failed).toMatchObject({ status: 'failed', counts: { reset: 4, notProcessed: 2 } });
    expect(sumOf(failed)).toBe(0);
    expect(await chunkStates(key)).toEqual(['done', 'failed', 'done']);

    await query(
      'UPDATE settled_pairs SET packed = LEFT(packed, LENGTH(packed) / 2) WHERE bulk_reset_id = ? AND number = 1',
      key,
    );
    await retryBulkReset(worker.deps.dataSource, key, BY);
    await worker.work(key);
    expect(await worker.show(key)).toMatchObject({
      status: 'completed',
      counts: { reset: 6, notProcessed: 0 },
    });
    expect(await markCount(key)).toBe(6);
    expect((await audit(key)).at(-2)).toMatchObject({
      action: 'bulk-reset.retried',
      was: 'failed',
      failure: 'ER_DUP_ENTRY',
    });
    expect(
      await query(
        'SELECT attempts, losses FROM chunk WHERE bulk_reset_id = ? AND attempts + losses > 0',
        key,
      ),
    ).toEqual([]);
    expect(await query('SELECT failure FROM bulk_reset WHERE id = ?', key)).toEqual([{ failure: null }]);
  });

  test('a validation that failed is taken up again, and still resets nothing without a confirmation', async () => {
    const { key } = await givenFile();
    const [file] = await query<{ format: string }>(
      'SELECT format FROM bulk_reset_file WHERE bulk_reset_id = ?',
      key,
    );
    const saveFormat = (format = '') =>
      worker.deps.dataSource.query('UPDATE bulk_reset_file SET format = ? WHERE bulk_reset_id = ?', [
        format,
        key.bulkResetId,
      ]);
    await saveFormat('{}');
    await workThroughAttempts(key);
    const failed = await worker.deps.dataSource.query('SELECT status FROM bulk_reset WHERE id = ?', [
      key.bulkResetId,
    ]);
    expect(failed).toEqual([{ status: 'failed' }]);

    await saveFormat(file?.format);
    await retryBulkReset(worker.deps.dataSource, key, BY);
    expect((await worker.show(key)).status).toBe('validating');
    await worker.work(key);
    expect(await worker.show(key)).toMatchObject({
      status: 'ready',
      counts: { reset: 0, notProcessed: 6 },
      impact: { pairs: 6 },
    });
  });

  test('what was cancelled when it was ready is ready again, without its confirmation in advance', async () => {
    const { key } = await givenFile({ confirmWhenValid: true });
    await moveOn(worker.deps, key);
    await cancelBulkReset(worker.deps.dataSource, key, BY);
    await worker.work(key);
    await retryBulkReset(worker.deps.dataSource, key, BY);
    await worker.work(key);
    expect((await worker.show(key)).status).toBe('ready');

    await cancelBulkReset(worker.deps.dataSource, key, BY);
    await retryBulkReset(worker.deps.dataSource, key, BY);
    await worker.work(key);
    expect(await worker.show(key)).toMatchObject({ status: 'ready', confirmation: null });
    expect(await markCount(key)).toBe(0);
  });

  test('what is complete cannot be retried', async () => {
    const key = await givenConfirmed();
    await worker.work(key);
    await expect(retryBulkReset(worker.deps.dataSource, key, BY)).rejects.toMatchObject({
      code: 'wrong-status',
    });
  });
});
