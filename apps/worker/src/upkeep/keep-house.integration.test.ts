import { randomBytes, randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { uuidToBytes } from '@reset/shared/entities/columns';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { streamOutcome } from '@reset/shared/report/stream-outcome';
import { getFile, newUpload } from '@reset/shared/stores/bulk-reset.store';
import type { BulkResetKey, VersionKey } from '@reset/shared/stores/bulk-reset-key';
import { beginImport } from '@reset/shared/stores/content-import.store';
import { cancelBulkReset, retryBulkReset } from '@reset/shared/stores/control-bulk-reset';
import { claimIdempotencyKey, keepIdempotencyKey } from '@reset/shared/stores/idempotency-key.store';
import { claimFile, noteUnclaimedFile } from '@reset/shared/stores/unclaimed-file.store';
import { takeTask } from '@reset/shared/stores/upkeep-task.store';
import { ADMINISTRATOR, type GivenWorker, givenWorker } from '../worker.fixture';
import { keepHouse } from './keep-house';

/** Always due. */
const NOW = 0;
const HEADER = 'Learner,Content,Reset required\n';
const VALID = `${HEADER}ann,fire,TRUE\nbob,fire,TRUE\nann,fire,TRUE\ncy,fire,FALSE\ncy,first,TRUE\n`;
const FAULTY = `${HEADER}ann,fire,TRUE\nnobody,fire,TRUE\n`;
const DETAIL_TABLES = ['staged_run', 'settled_pairs', 'chunk_rows', 'problem', 'left_out_row', 'chunk'];

let worker: GivenWorker;
let academy: { id: number };
beforeEach(async () => {
  worker = await givenWorker();
  academy = await givenOrganization(worker.deps.dataSource, {
    learners: { ann: {}, bob: {}, cy: {} },
    courses: { fire: {}, first: {} },
    records: [
      { learner: 'ann', course: 'fire' },
      { learner: 'bob', course: 'fire' },
      { learner: 'cy', course: 'first' },
    ],
  });
});
afterEach(() => worker.stop());

const query = (sql: string, values: unknown[] = []) => worker.deps.dataSource.query(sql, values);
const keep = () => keepHouse(worker.deps, NOW);
const days = (count: number, { bulkResetId }: BulkResetKey) =>
  query('UPDATE bulk_reset SET finished_at = finished_at - INTERVAL ? DAY WHERE id = ?', [
    count,
    bulkResetId,
  ]);

async function rowsOf({ bulkResetId }: BulkResetKey): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of [...DETAIL_TABLES, 'progress_reset', 'bulk_reset_file', 'removal']) {
    const [{ n }] = await query(`SELECT COUNT(*) AS n FROM ${table} WHERE bulk_reset_id = ?`, [bulkResetId]);
    counts[table] = n;
  }
  return counts;
}
const tablesWithRows = async (key: BulkResetKey) =>
  Object.entries(await rowsOf(key)).flatMap(([table, rows]) => (rows > 0 ? [table] : []));
async function storedFiles(): Promise<string[]> {
  const entries = await readdir(worker.directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}
const events = async ({ bulkResetId }: BulkResetKey): Promise<string[]> => {
  const rows: { action: string }[] = await query(
    "SELECT action FROM audit_event WHERE subject_kind = 'bulk-reset' AND subject_id = ? ORDER BY id",
    [bulkResetId],
  );
  return rows.map(({ action }) => action.replace('bulk-reset.', ''));
};
async function completed(): Promise<VersionKey> {
  const key = await worker.upload(academy.id, VALID);
  await worker.work(key);
  // One learner was deactivated meanwhile: a row that is left out.
  await query("UPDATE learner SET status = 'deactivated' WHERE login_id = 'bob'");
  await worker.confirm(key);
  await worker.work(key);
  expect(await worker.show(key)).toMatchObject({ status: 'completed', counts: { reset: 2 } });
  return key;
}
const outcome = async (key: VersionKey) =>
  (
    await buffer(streamOutcome(worker.deps, key, await getFile(worker.deps.dataSource.manager, key)))
  ).toString();

test('files go first, then what is known of rows; counts, marks, names, checksums and events stay', async () => {
  const key = await completed();
  const before = await worker.show(key);
  const outcomeBefore = await outcome(key);
  expect(before.retention.files.until).toBe(
    new Date(Date.parse(`${before.finishedAt}`) + 90 * 24 * 3_600_000).toISOString(),
  );
  expect(await tablesWithRows(key)).toEqual([
    ...DETAIL_TABLES,
    'progress_reset',
    'bulk_reset_file',
    'removal',
  ]);

  // Nobody settles it any more; all else is there for as long as it was promised.
  await days(89, key);
  expect(await keep()).toBe(true);
  expect(await tablesWithRows(key)).toEqual([...DETAIL_TABLES.slice(1), 'progress_reset', 'bulk_reset_file']);
  expect(await outcome(key)).toBe(outcomeBefore);
  expect((await storedFiles()).sort()).toEqual(['report.csv', 'upload.csv']);

  await days(2, key);
  await keep();
  expect(await storedFiles()).toEqual([]);
  expect(await readdir(worker.directory)).toEqual(['.incoming']);
  const withoutFiles = await worker.show(key);
  expect(withoutFiles).toMatchObject({ hasReport: false, problems: before.problems, counts: before.counts });
  expect(withoutFiles.retention.files).toEqual({ until: null, expiredAt: expect.any(String) });
  expect(withoutFiles.retention.details).toEqual({ until: expect.any(String), expiredAt: null });

  await days(90, key);
  await keep();
  expect(await tablesWithRows(key)).toEqual(['progress_reset', 'bulk_reset_file']);
  const { problems, ...rest } = await worker.show(key);
  expect(rest).toMatchObject({
    status: 'completed',
    counts: before.counts,
    impact: before.impact,
    file: before.file,
    confirmation: before.confirmation,
  });
  expect(problems.map(({ code, count, examples }) => [code, count, examples])).toEqual([
    ['pair-repeated', 1, []],
  ]);
  expect((await events(key)).slice(-3)).toEqual(['completed', 'files-expired', 'details-expired']);
  expect(await rowsOf(key)).toMatchObject({ progress_reset: 2, removal: 0 });
  expect(await query('SELECT COUNT(*) AS n FROM learning_record')).toEqual([{ n: 3 }]);
  // Nothing is left to do, also for one that looks at all of it.
  await keep();
  expect((await events(key)).filter((action) => action.endsWith('expired'))).toHaveLength(2);
});

test('what stopped half-way keeps its counts, and cannot be taken up again once its rows are gone', async () => {
  const key = await worker.upload(academy.id, VALID);
  await worker.work(key);
  await cancelBulkReset(worker.deps.dataSource, key, { by: ADMINISTRATOR });
  const { counts } = await worker.show(key);
  await days(181, key);
  await keep();
  expect(await tablesWithRows(key)).toEqual(['bulk_reset_file']);
  expect(await worker.show(key)).toMatchObject({ status: 'cancelled', counts });
  await expect(retryBulkReset(worker.deps.dataSource, key, { by: ADMINISTRATOR })).rejects.toMatchObject({
    code: 'expired',
    details: { what: 'files' },
  });
});

test('one that was taken up again in time is left alone', async () => {
  const key = await worker.upload(academy.id, VALID);
  await worker.work(key);
  await cancelBulkReset(worker.deps.dataSource, key, { by: ADMINISTRATOR });
  await days(200, key);
  await retryBulkReset(worker.deps.dataSource, key, { by: ADMINISTRATOR });
  await keep();
  await worker.work(key);
  expect(await worker.show(key)).toMatchObject({
    status: 'ready',
    retention: { files: { expiredAt: null } },
  });
  expect((await storedFiles()).sort()).toEqual(['report.csv', 'upload.csv']);
});

test('what nobody went on with is ended, and expires from then on', async () => {
  const forsaken = await worker.upload(academy.id, FAULTY);
  const waiting = await worker.upload(academy.id, FAULTY);
  for (const key of [forsaken, waiting]) await worker.work(key);
  await query(
    'UPDATE bulk_reset_file SET uploaded_at = uploaded_at - INTERVAL 91 DAY WHERE bulk_reset_id = ?',
    [forsaken.bulkResetId],
  );
  await keep();
  expect(await worker.show(waiting)).toMatchObject({ status: 'needs-fixes' });
  expect(await worker.show(forsaken)).toMatchObject({
    status: 'cancelled',
    retention: { files: { expiredAt: null } },
  });
  expect((await events(forsaken)).at(-1)).toBe('cancelled');
  await days(91, forsaken);
  await keep();
  expect((await worker.show(forsaken)).retention.files.expiredAt).not.toBeNull();
  expect((await storedFiles()).sort()).toEqual(['report.csv', 'upload.csv']);
});

test('a version that a correction took the place of goes after its time, and the current one stays whole', async () => {
  const first = await worker.upload(academy.id, FAULTY);
  await worker.work(first);
  const second = await worker.correct(first, VALID);
  await worker.work(second);
  const outcomeBefore = await outcome(second);
  await keep();
  expect((await storedFiles()).sort()).toEqual(['report.csv', 'report.csv', 'upload.csv', 'upload.csv']);
  await query('UPDATE removal SET asked_at = asked_at - INTERVAL 91 DAY');
  await keep();
  expect((await storedFiles()).sort()).toEqual(['report.csv', 'upload.csv']);
  for (const table of ['staged_run', 'chunk_rows', 'problem', 'chunk'])
    expect(
      await query(`SELECT DISTINCT version FROM ${table} WHERE bulk_reset_id = ?`, [first.bulkResetId]),
    ).toEqual([{ version: 2 }]);
  expect(await outcome(second)).toBe(outcomeBefore);
  await worker.confirm(second);
  await worker.work(second);
  expect(await worker.show(second)).toMatchObject({ status: 'completed', counts: { reset: 3 } });
});

test('two at once: one does it, the other finds that out; after a crash the next one ends what was begun', async () => {
  const keys = [await completed(), await worker.upload(academy.id, VALID)];
  for (const key of keys) {
    await worker.work(key);
    await cancelBulkReset(worker.deps.dataSource, key, { by: ADMINISTRATOR }).catch(() => undefined);
    await days(200, key);
  }
  // The store takes one removal, then it is away: the rest stays written down.
  let removed = 0;
  const fileStore = {
    ...worker.deps.fileStore,
    remove: async (key: string) => {
      removed += 1;
      if (removed > 1) throw Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
      await worker.deps.fileStore.remove(key);
    },
  };
  await expect(keepHouse({ ...worker.deps, fileStore }, NOW)).rejects.toThrow('away');
  expect((await storedFiles()).length).toBe(3);
  expect(await query('SELECT COUNT(*) AS n FROM removal')).not.toEqual([{ n: 0 }]);

  const turns = await Promise.all(Array.from({ length: 4 }, () => keepHouse(worker.deps, 3_600)));
  expect(turns.filter(Boolean)).toHaveLength(1);
  expect(await storedFiles()).toEqual([]);
  for (const key of keys) {
    expect((await rowsOf(key)).chunk).toBe(0);
    expect((await events(key)).filter((action) => action === 'details-expired')).toHaveLength(1);
  }
  // It was done a moment ago.
  expect(await keepHouse(worker.deps, 3_600)).toBe(false);
});

test('a process that died in the middle is followed by another once its lease has run out', async () => {
  const db = worker.deps.dataSource.manager;
  expect(await takeTask(db, 'housekeeping', NOW)).toBeDefined();
  expect(await keep()).toBe(false);
  await query('UPDATE upkeep_task SET lease_until = lease_until - INTERVAL 2 MINUTE');
  expect(await keep()).toBe(true);
});

test('an upload whose process died before the commit is removed after a day; one that is late cannot claim it', async () => {
  const db = worker.deps.dataSource.manager;
  const files = [newUpload(academy.id), newUpload(academy.id)].map(({ storageKey }) => ({
    organizationId: academy.id,
    storageKey,
  }));
  for (const file of files) {
    await noteUnclaimedFile(db, file);
    await worker.deps.fileStore.write(file.storageKey, Readable.from([Buffer.from(VALID)]));
  }
  const [old, young] = files as [(typeof files)[0], (typeof files)[0]];
  await query('UPDATE unclaimed_file SET begun_at = begun_at - INTERVAL 25 HOUR WHERE storage_key = ?', [
    old.storageKey,
  ]);
  await keep();
  expect(await storedFiles()).toEqual(['upload.csv']);
  await expect(claimFile(db, old)).rejects.toThrow('abandoned');
  await claimFile(db, young);
  expect(await query('SELECT * FROM unclaimed_file')).toEqual([]);
});

test('abandoned imports, expired keys and tokens, and dead workers go; what is alive stays', async () => {
  const { dataSource, fileStore } = worker.deps;
  const db = dataSource.manager;
  for (const id of [randomUUID(), randomUUID()]) {
    const storagePrefix = `${academy.id}/content/${id}`;
    await beginImport(db, { organizationId: academy.id, id, storagePrefix }, ['a.html', 'b/c.js']);
    for (const file of ['a.html', 'b/c.js'])
      await fileStore.write(`${storagePrefix}/${file}`, Readable.from([Buffer.from('x')]));
  }
  await query('UPDATE content_import SET touched_at = touched_at - INTERVAL 2 HOUR LIMIT 1');
  for (const name of ['used', 'expired', 'at-work'])
    await claimIdempotencyKey(dataSource, { organizationId: academy.id, name }, 24).then(async (claim) => {
      if (!('held' in claim)) throw new Error('claimed before');
      if (name !== 'at-work')
        await keepIdempotencyKey(db, claim.held, {
          fingerprint: randomBytes(32),
          resourceUuid: randomUUID(),
        });
    });
  await query(
    "UPDATE idempotency_key SET expires_at = expires_at - INTERVAL 25 HOUR WHERE name IN ('expired', 'at-work')",
  );
  for (const hours of [1, -30])
    await query(
      'INSERT INTO launch_token VALUES (?, ?, 1, ?, "https://app.example", UTC_TIMESTAMP(3) + INTERVAL ? HOUR)',
      [randomBytes(32), academy.id, uuidToBytes(randomUUID()), hours],
    );
  await query(
    `INSERT INTO worker (name, host, pid, version, state, consuming, chunks_in_hand, last_heartbeat) VALUES
     ('dead', 'h', 1, '1', 'working', 1, 0, UTC_TIMESTAMP(3) - INTERVAL 2 DAY), ('alive', 'h', 2, '1', 'working', 1, 0, UTC_TIMESTAMP(3))`,
  );
  await keep();
  expect((await storedFiles()).sort()).toEqual(['a.html', 'c.js']);
  expect(await query('SELECT COUNT(*) AS n FROM content_import')).toEqual([{ n: 1 }]);
  expect(await query('SELECT name FROM idempotency_key ORDER BY name')).toEqual([
    { name: 'at-work' },
    { name: 'used' },
  ]);
  expect(await query('SELECT COUNT(*) AS n FROM launch_token')).toEqual([{ n: 1 }]);
  expect(await query('SELECT name FROM worker')).toEqual([{ name: 'alive' }]);
});
