import { text } from 'node:stream/consumers';
import type { BulkReset, ChosenPairs, Chunk } from '@reset/shared/entities/bulk-reset';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { moveOn } from '@reset/shared/queue/dispatch-chunks';
import { streamOutcome } from '@reset/shared/report/stream-outcome';
import { getBulkReset, getFile } from '@reset/shared/stores/bulk-reset.store';
import type { VersionKey } from '@reset/shared/stores/bulk-reset-key';
import { claimChunk, LeaseLost } from '@reset/shared/stores/chunk.store';
import { createUndo } from '@reset/shared/stores/create-undo';
import { expire } from '@reset/shared/stores/expire-bulk-reset';
import { listMyCourses } from '@reset/shared/stores/my-courses.store';
import { findUndo, listLeftPairs, showUndo } from '@reset/shared/stores/undo.store';
import { takeOverLostChunks } from '@reset/shared/stores/upkeep.store';
import { keepHouse } from '../upkeep/keep-house';
import { ADMINISTRATOR, type GivenWorker, givenWorker } from '../worker.fixture';
import { undoChunk } from './undo-chunk';

let worker: GivenWorker;
beforeAll(async () => {
  worker = await givenWorker();
});
beforeEach(() => void worker.jobs.splice(0));
afterAll(() => worker.stop());

const LEARNERS = ['a', 'b', 'c', 'd', 'e', 'f'] as const;
const HEADER = 'Learner,Content,Reset required';
const FILE = [HEADER, ...LEARNERS.flatMap((name) => [`${name},fire,TRUE`, `${name},safety,TRUE`])].join('\n');
const sql = <Row>(statement: string, values: unknown[] = []): Promise<Row[]> =>
  worker.deps.dataSource.query(statement, values);

/** Six learners who have begun one of two courses each, and a bulk reset of both that is done: three chunks. */
async function givenReset() {
  const organization = await givenOrganization(worker.deps.dataSource, {
    learners: Object.fromEntries(LEARNERS.map((name) => [name, {}])) as Record<
      (typeof LEARNERS)[number],
      object
    >,
    courses: { fire: {}, safety: {} },
    records: [
      ...LEARNERS.map((learner) => ({ learner, course: 'fire' as const })),
      { learner: 'a', course: 'safety', status: 'completed' },
    ],
  });
  return { ...organization, key: await reset(organization.id) };
}

async function reset(organizationId: number, csv = FILE): Promise<VersionKey> {
  const key = await worker.upload(organizationId, csv, { confirmWhenValid: true });
  await worker.work(key);
  expect(await worker.show(key)).toMatchObject({ status: 'completed' });
  return key;
}

const ask = (key: VersionKey, chosen: ChosenPairs | null = null, days = 30) =>
  createUndo(worker.deps.dataSource, key, { by: ADMINISTRATOR, reason: 'wrong file', chosen, days });
async function undo(key: VersionKey, chosen: ChosenPairs | null = null): Promise<VersionKey> {
  const asked = await ask(key, chosen);
  await worker.work(asked);
  return asked;
}
async function show(key: VersionKey, undone: VersionKey) {
  const db = worker.deps.dataSource.manager;
  const [of, work] = [await getBulkReset(db, key), await getBulkReset(db, undone)];
  return showUndo(db, await findUndo(db, of, work.uuid), of.uuid);
}
const left = async (undone: VersionKey) =>
  (await listLeftPairs(worker.deps.dataSource.manager, undone, { limit: 100 })).left.map(
    ({ row, learner, course, cause }) => `${row} ${learner.loginId} ${course.title} ${cause}`,
  );
/** As a learner's acknowledgement does. */
const acknowledge = (organizationId: number, learnerId: number) =>
  sql(
    `UPDATE progress_reset SET acknowledged_at = UTC_TIMESTAMP(3), opened_attempt = 2
     WHERE organization_id = ? AND learner_id = ? AND acknowledged_at IS NULL AND withdrawn_at IS NULL`,
    [organizationId, learnerId],
  );
const marks = (organizationId: number) =>
  sql<{ learner: number; by: number; open: number; withdrawn_by: number | null }>(
    `SELECT learner_id AS learner, bulk_reset_id AS \`by\`, withdrawn_by,
       acknowledged_at IS NULL AND withdrawn_at IS NULL AS open FROM progress_reset
     WHERE organization_id = ? ORDER BY learner_id, course_id, bulk_reset_id`,
    [organizationId],
  );
const NONE = { undone: 0, resetByAnother: 0, relaunched: 0, undoneBefore: 0 };

test('everything becomes the learners’ own again, and no row is removed', async () => {
  const { id, key, learners } = await givenReset();
  const before = await sql('SELECT * FROM learning_record WHERE organization_id = ?', [id]);
  const undone = await undo(key);
  expect(await show(key, undone)).toMatchObject({
    status: 'completed',
    reason: 'wrong file',
    createdBy: { kind: 'user', name: 'Ada Administrator' },
    chosen: { learners: null, courses: null },
    progress: { done: 7, total: 7, percent: 100 },
    counts: { ...NONE, undone: 7 },
    finishedAt: expect.any(String),
  });
  expect(await left(undone)).toEqual([]);
  expect(await marks(id)).toEqual(
    [learners.a, learners.a, learners.b, learners.c, learners.d, learners.e, learners.f].map((learner) => ({
      learner: learner.id,
      by: key.bulkResetId,
      open: 0,
      withdrawn_by: undone.bulkResetId,
    })),
  );
  expect(await sql('SELECT * FROM learning_record WHERE organization_id = ?', [id])).toEqual(before);
  const { courses } = await listMyCourses(
    worker.deps.dataSource.manager,
    {
      organizationId: id,
      learnerId: learners.a.id,
    },
    { limit: 100 },
  );
  expect(courses.map(({ resetPending }) => resetPending)).toEqual([false, false]);
  // The bulk reset stays what it is.
  expect(await worker.show(key)).toMatchObject({ status: 'completed', counts: { reset: 7 } });
  // What it had marked counts as never marked where another file names it.
  const again = await worker.upload(id, FILE);
  await worker.work(again);
  expect((await worker.show(again)).impact).toMatchObject({ alreadyReset: 0, completed: 1, inProgress: 6 });
});

test('who has acknowledged keeps the new record; another bulk reset’s mark stays; both are listed', async () => {
  const { id, key, learners } = await givenReset();
  await acknowledge(id, learners.b.id);
  const other = await reset(id, `${HEADER}\nc,fire,TRUE\nb,fire,TRUE`);
  const undone = await undo(key);
  expect(await show(key, undone)).toMatchObject({
    status: 'completed',
    counts: { ...NONE, undone: 5, resetByAnother: 1, relaunched: 1 },
  });
  expect(await left(undone)).toEqual(['4 b fire relaunched', '6 c fire reset-by-another']);
  const own = (await marks(id)).filter(({ by }) => by === key.bulkResetId);
  for (const { learner, withdrawn_by } of own)
    expect([learner, withdrawn_by]).toEqual([learner, learner === learners.b.id ? null : undone.bulkResetId]);
  expect((await marks(id)).filter(({ by }) => by === other.bulkResetId)).toEqual(
    [learners.b, learners.c].map((learner) => ({
      learner: learner.id,
      by: other.bulkResetId,
      open: 1,
      withdrawn_by: null,
    })),
  );

  // The other one undone as well, nothing is left of either.
  expect(await show(other, await undo(other))).toMatchObject({ counts: { ...NONE, undone: 2 } });
  expect((await marks(id)).every(({ open }) => open === 0)).toBe(true);
});

test('chosen learners and courses alone, and the rest later', async () => {
  const { id, key, learners, courses } = await givenReset();
  const one = await undo(key, { learnerIds: [learners.a.id, learners.f.id], courseIds: null });
  expect(await show(key, one)).toMatchObject({
    chosen: { learners: 2, courses: null },
    counts: { ...NONE, undone: 3 },
  });
  const both = await undo(key, {
    learnerIds: [learners.a.id, learners.b.id],
    courseIds: [courses.fire.id],
  });
  expect(await show(key, both)).toMatchObject({ counts: { ...NONE, undone: 1, undoneBefore: 1 } });
  const rest = await undo(key, { learnerIds: null, courseIds: [courses.fire.id, courses.safety.id] });
  expect(await show(key, rest)).toMatchObject({ counts: { ...NONE, undone: 3, undoneBefore: 4 } });
  expect((await marks(id)).every(({ open }) => open === 0)).toBe(true);
});

test('a chunk that is done twice is counted once, and a late owner commits nothing', async () => {
  const { id, key } = await givenReset();
  const asked = await ask(key);
  await moveOn(worker.deps, asked);
  const [first] = worker.jobs.splice(0, 1);
  const late = (await claimChunk(worker.deps.dataSource, first as never, { worker: 'frozen' })) as Chunk;
  await sql('UPDATE chunk_lease SET lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE chunk_id = ?', [
    late.id,
  ]);
  expect(await takeOverLostChunks(worker.deps.dataSource)).toMatchObject([{ chunkId: late.id }]);
  await expect(undoChunk(worker.deps, late)).rejects.toThrow(LeaseLost);
  expect((await marks(id)).every(({ open }) => open === 1)).toBe(true);
  await worker.work(asked);
  await worker.run(first as never);
  expect(await show(key, asked)).toMatchObject({ status: 'completed', counts: { ...NONE, undone: 7 } });
});

test('the outcome says of each row whether its reset was undone since', async () => {
  const { key, learners } = await givenReset();
  await undo(key, { learnerIds: [learners.b.id], courseIds: null });
  const file = await getFile(worker.deps.dataSource.manager, key);
  const lines = (await text(streamOutcome(worker.deps, key, file))).split('\r\n');
  expect(lines.slice(1, 6).map((line) => line.replace(/\d{4}-[\d: -]+/, '…'))).toEqual([
    '2,a,fire,TRUE,Reset,',
    '3,a,safety,TRUE,Reset,',
    '4,b,fire,TRUE,Reset,"Undone since, on …(UTC)."',
    '5,b,safety,TRUE,Nothing to reset,',
    '6,c,fire,TRUE,Reset,',
  ]);
});

test('what an undo found stays known when who was left has expired', async () => {
  const { id, key, learners } = await givenReset();
  await acknowledge(id, learners.b.id);
  const undone = await undo(key);
  const before = await show(key, undone);
  expect(before.counts).toEqual({ ...NONE, undone: 6, relaunched: 1 });
  await sql('UPDATE bulk_reset SET finished_at = finished_at - INTERVAL 181 DAY WHERE id = ?', [
    undone.bulkResetId,
  ]);
  await keepHouse(worker.deps, 0);
  expect(await left(undone)).toEqual([]);
  expect(await sql('SELECT id FROM chunk WHERE bulk_reset_id = ?', [undone.bulkResetId])).toEqual([]);
  const after = await show(key, undone);
  expect(after).toMatchObject({ status: 'completed', reason: before.reason, counts: before.counts });
  expect(after.progress.percent).toBe(100);
});

test('who asked for it, why and when stand in the audit', async () => {
  const { key, learners } = await givenReset();
  const undone = await undo(key, { learnerIds: [learners.a.id], courseIds: null });
  const { uuid } = await getBulkReset(worker.deps.dataSource.manager, undone);
  const events = await sql<{ details: string }>(
    `SELECT actor_name, action, subject_kind, subject_id, details FROM audit_event
     WHERE subject_id IN (?) AND action LIKE '%und%' ORDER BY id`,
    [[key.bulkResetId, undone.bulkResetId]],
  );
  expect(events.map(({ details, ...event }) => ({ ...event, ...JSON.parse(details) }))).toEqual([
    {
      actor_name: 'Ada Administrator',
      action: 'bulk-reset.undo-asked',
      subject_kind: 'bulk-reset',
      subject_id: key.bulkResetId,
      undo: uuid,
      reason: 'wrong file',
      learners: 1,
    },
    {
      actor_name: 'system',
      action: 'undo.completed',
      subject_kind: 'undo',
      subject_id: undone.bulkResetId,
    },
  ]);
});

describe('when it is offered', () => {
  const endedAgo = (key: VersionKey, ago: string) =>
    sql(`UPDATE bulk_reset SET finished_at = UTC_TIMESTAMP(3) - INTERVAL ${ago} WHERE id = ?`, [
      key.bulkResetId,
    ]);
  const refusal = (key: VersionKey) =>
    ask(key).then(
      () => 'accepted',
      (error: { details: unknown }) => error.details,
    );

  test('until its days are over, and not a moment later', async () => {
    const { key } = await givenReset();
    await endedAgo(key, '30 DAY');
    expect(await refusal(key)).toEqual({ why: 'too-late', until: expect.any(String) });
    await endedAgo(key, '30 DAY + INTERVAL 1 HOUR');
    expect(await refusal(key)).toBe('accepted');
  });

  test('not while it is under way, not where nothing was reset, not where the details are gone', async () => {
    const { id, key } = await givenReset();
    const unconfirmed = await worker.upload(id, FILE);
    await worker.work(unconfirmed);
    expect(await refusal(unconfirmed)).toEqual({ why: 'nothing-reset', until: null });
    await worker.confirm(unconfirmed);
    expect(await refusal(unconfirmed)).toEqual({ why: 'not-ended', until: null });

    await endedAgo(key, '2 DAY');
    const asked = await ask(key);
    const expired = () => expire(worker.deps.dataSource, key, 'details', { days: 1 });
    // What it needs stays until it is done.
    expect(await expired()).toBe(false);
    await worker.work(asked);
    expect(await show(key, asked)).toMatchObject({ counts: { ...NONE, undone: 7 } });
    expect(await expired()).toBe(true);
    expect(await refusal(key)).toEqual({ what: 'details', at: expect.any(String) });
  });

  test('another organization has no such undo', async () => {
    const { key } = await givenReset();
    const asked = await ask(key);
    const db = worker.deps.dataSource.manager;
    const [of, { uuid }] = [await getBulkReset(db, key), await getBulkReset(db, asked)];
    const elsewhere = { ...of, organizationId: of.organizationId + 1 } as BulkReset;
    await expect(findUndo(db, elsewhere, uuid)).rejects.toMatchObject({ code: 'not-found' });
    await expect(findUndo(db, { ...of, id: of.id + 1_000 }, uuid)).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
