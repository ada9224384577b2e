import { text } from 'node:stream/consumers';
import type { Chunk } from '@reset/shared/entities/bulk-reset';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { moveOn } from '@reset/shared/queue/dispatch-chunks';
import { streamOutcome } from '@reset/shared/report/stream-outcome';
import { getFile } from '@reset/shared/stores/bulk-reset.store';
import type { VersionKey } from '@reset/shared/stores/bulk-reset-key';
import { claimChunk, LeaseLost, MAX_ATTEMPTS, MAX_LOSSES } from '@reset/shared/stores/chunk.store';
import { cancelBulkReset } from '@reset/shared/stores/control-bulk-reset';
import { takeOverLostChunks } from '@reset/shared/stores/upkeep.store';
import { resetChunk } from './reset/reset-chunk';
import { reconcileQueue } from './upkeep/reconcile-queue';
import { ADMINISTRATOR, type GivenWorker, givenWorker, type Pick } from './worker.fixture';

let worker: GivenWorker;
beforeAll(async () => {
  worker = await givenWorker();
});
afterAll(() => worker.stop());

const UNKNOWN = '00000000-0000-4000-8000-000000000000';

async function givenAcademy() {
  return givenOrganization(worker.deps.dataSource, {
    learners: {
      ann: {},
      bob: { email: 'shared@example.org' },
      cy: { email: 'shared@example.org' },
      dee: { status: 'deactivated' },
      'eve@example.org': { email: null },
      fay: { email: 'eve@example.org' },
    },
    courses: {
      fire: {},
      law: { kind: 'compliance', complianceConfigured: true },
      draft: { kind: 'compliance' },
      film: { kind: 'video' },
      old: { status: 'retired' },
      twin1: { assetId: 'TWIN' },
      twin2: { assetId: 'twin' },
    },
    records: [
      { learner: 'ann', course: 'fire', status: 'completed' },
      { learner: 'bob', course: 'fire', status: 'started' },
      { learner: 'ann', course: 'old', status: 'completed' },
      { learner: 'cy', course: 'law', status: 'completed' },
    ],
    assignments: [
      { learner: 'ann', course: 'fire', restartSetting: 'never' },
      { learner: 'bob', course: 'fire', restartSetting: 'after-completion' },
      { learner: 'cy', course: 'law', restartSetting: 'always' },
    ],
  });
}

test('a valid file becomes ready with its impact, and is reset after confirmation and not before', async () => {
  const { id, learners, courses } = await givenAcademy();
  const key = await worker.upload(
    id,
    [
      'Learner,Content,Reset required',
      `ann,${courses.fire.uuid},TRUE`,
      `${learners.bob.uuid},FIRE,true`,
      `cy,${courses.law.uuid},FALSE`,
      `ann@example.org,${courses.old.uuid},TRUE`,
      `fay,${courses.law.uuid},TRUE`,
      `ANN,${courses.fire.uuid},TRUE`,
      '',
    ].join('\r\n'),
  );
  await worker.work(key);

  const ready = await worker.show(key);
  expect(ready.status).toBe('ready');
  expect(ready.impact).toEqual({
    learners: 3,
    courses: 3,
    pairs: 4,
    completed: 2,
    inProgress: 1,
    neverStarted: 1,
    alreadyReset: 0,
    assignmentsOverridden: 2,
  });
  expect(ready.counts).toEqual({
    rows: 6,
    reset: 0,
    excluded: 1,
    nothingToReset: 0,
    repeated: 1,
    withErrors: 0,
    changedSinceValidation: 0,
    notProcessed: 4,
  });
  expect(ready.problems.map(({ code, severity, count }) => ({ code, severity, count }))).toEqual([
    { code: 'content-retired', severity: 'warning', count: 1 },
    { code: 'pair-repeated', severity: 'warning', count: 1 },
  ]);
  const marks =
    'SELECT learner_id, course_id, file_row FROM progress_reset WHERE bulk_reset_id = ? ORDER BY file_row';
  expect(await worker.deps.dataSource.query(marks, [key.bulkResetId])).toEqual([]);

  await worker.confirm(key);
  await worker.work(key);
  const completed = await worker.show(key);
  expect(completed.status).toBe('completed');
  expect(completed.counts).toMatchObject({
    reset: 3,
    nothingToReset: 1,
    excluded: 1,
    repeated: 1,
    notProcessed: 0,
  });
  expect(await worker.deps.dataSource.query(marks, [key.bulkResetId])).toEqual([
    { learner_id: learners.ann.id, course_id: courses.fire.id, file_row: 2 },
    { learner_id: learners.bob.id, course_id: courses.fire.id, file_row: 3 },
    { learner_id: learners.ann.id, course_id: courses.old.id, file_row: 5 },
  ]);
  const file = await getFile(worker.deps.dataSource.manager, key);
  const outcome = await text(streamOutcome(worker.deps, key, file));
  expect(
    outcome
      .replace(/^\uFEFF/, '')
      .trimEnd()
      .split(/\r?\n/),
  ).toEqual([
    'Row,Learner,Content,Reset required,Outcome,Reason',
    `2,ann,${courses.fire.uuid},TRUE,Reset,`,
    `3,${learners.bob.uuid},FIRE,true,Reset,`,
    `4,cy,${courses.law.uuid},FALSE,Excluded (FALSE),`,
    `5,ann@example.org,${courses.old.uuid},TRUE,Reset,`,
    `6,fay,${courses.law.uuid},TRUE,Nothing to reset,`,
    `7,ANN,${courses.fire.uuid},TRUE,Repeated,`,
  ]);
});

test('every kind of problem is found, all of those of a row, and the report names them', async () => {
  const { id, learners, courses } = await givenAcademy();
  const header = 'Learner,Content,Reset required';
  const rows = [
    `nobody,${courses.fire.uuid},TRUE`,
    `dee,${courses.film.uuid},maybe`,
    `eve@example.org,${courses.draft.uuid},WAHR`,
    `shared@example.org,twin,TRUE`,
    `${courses.fire.uuid},${learners.ann.uuid},TRUE`,
    `1.23457E+12,1.5E+11,TRUE`,
    `ann,${courses.fire.uuid}`,
    `ann,${courses.fire.uuid},TRUE,extra`,
    `,,`,
    `,${UNKNOWN},`,
    `bob,${courses.fire.uuid},TRUE`,
    `bob,${courses.fire.uuid},FALSE`,
    `dee,${courses.film.uuid},FALSE`,
  ];
  const key = await worker.upload(id, `${[header, ...rows].join('\n')}\n`, { rowsPerChunk: 3 });
  await worker.work(key);

  const view = await worker.show(key);
  expect(view.status).toBe('needs-fixes');
  const found = await worker.deps.dataSource.query(
    'SELECT file_row AS r, code, severity FROM problem WHERE bulk_reset_id = ? ORDER BY file_row, position',
    [key.bulkResetId],
  );
  expect(
    found.map(
      ({ r, code, severity }: { r: number; code: string; severity: string }) => `${r} ${code} ${severity}`,
    ),
  ).toEqual([
    '2 learner-not-found error',
    '3 learner-deactivated error',
    '3 content-kind error',
    '3 reset-required-invalid error',
    '4 learner-ambiguous error',
    '4 compliance-not-configured error',
    '4 reset-required-localized error',
    '5 learner-ambiguous error',
    '5 content-ambiguous error',
    '6 learner-is-course error',
    '6 content-is-learner error',
    '7 scientific-notation error',
    '7 scientific-notation error',
    '8 too-few-cells error',
    '9 too-many-cells error',
    '11 learner-empty error',
    '11 content-not-found error',
    '11 reset-required-empty error',
    '12 pair-contradicts error',
    '13 pair-contradicts error',
    '14 learner-deactivated warning',
    '14 content-kind warning',
  ]);
  expect(view.counts).toMatchObject({ rows: 12, withErrors: 11, excluded: 1, repeated: 0, notProcessed: 0 });

  const { reportKey } = await getFile(worker.deps.dataSource.manager, key);
  const lines = (await worker.readFile(reportKey as string)).trimEnd().split('\n');
  expect(lines[0]).toBe(`${header},Error`);
  expect(lines[1]).toBe(
    `nobody,${courses.fire.uuid},TRUE,"No learner has the login ID, UUID or email ""nobody"". Copy the login ID or UUID from the Learner Activity report."`,
  );
  expect(lines[3]).toContain('leads to 2 learners (1 by login ID, 1 by email)');
  expect(lines[9]).toBe(',,');
  expect(lines[13]).toMatch(/^dee,[^,]+,FALSE,"Warning: The learner ""dee"" is deactivated\./);
  await expect(worker.confirm(key)).rejects.toMatchObject({ code: 'wrong-status' });
});

test('the result does not depend on the order in which chunks run', async () => {
  const { id, courses } = await givenAcademy();
  const rows = [
    'ann,fire,TRUE',
    'bob,fire,FALSE',
    'ann,fire,TRUE',
    'bob,fire,TRUE',
    'cy,law,TRUE',
    'cy,law,true',
    'nobody,fire,TRUE',
  ];
  const csv = ['Learner,Content,Reset required', ...rows, ...rows].join('\n');
  expect(courses.fire.assetId).toBe('fire');
  const last: Pick = (jobs) => jobs.length - 1;
  const reports: string[] = [];
  const views: unknown[] = [];
  for (const pick of [() => 0, last, (jobs: readonly unknown[]) => Math.floor(jobs.length / 2)]) {
    const key = await worker.upload(id, csv, { rowsPerChunk: 1 });
    await worker.work(key, pick);
    const { reportKey } = await getFile(worker.deps.dataSource.manager, key);
    reports.push(await worker.readFile(reportKey as string));
    const { counts, impact, problems } = await worker.show(key);
    views.push({ counts, impact, problems });
  }
  expect(reports[1]).toBe(reports[0]);
  expect(reports[2]).toBe(reports[0]);
  expect(views[1]).toEqual(views[0]);
  expect(views[2]).toEqual(views[0]);
  expect(reports[0]?.split('\n')[3]).toMatch(/Warning: Row 2 already names/);
  expect(reports[0]?.split('\n')[2]).toMatch(/Row 5 says the opposite/);
});

async function givenConfirmed() {
  const { id } = await givenAcademy();
  const key = await worker.upload(id, 'Learner,Content,Reset required\nann,fire,TRUE\nbob,fire,TRUE');
  await worker.work(key);
  await worker.confirm(key);
  await moveOn(worker.deps, key);
  const [job] = worker.jobs.splice(0) as [(typeof worker.jobs)[number]];
  return { key, job };
}
const countMarks = async ({ bulkResetId }: VersionKey) => {
  const [{ marks }]: [{ marks: number }] = await worker.deps.dataSource.query(
    'SELECT COUNT(*) AS marks FROM progress_reset WHERE bulk_reset_id = ?',
    [bulkResetId],
  );
  return marks;
};

test('a chunk delivered twice at once, and once more later, resets its pairs once', async () => {
  const { key, job } = await givenConfirmed();
  await Promise.all([worker.run(job), worker.run(job)]);
  await worker.run(job);
  expect(await countMarks(key)).toBe(2);
  expect(await worker.show(key)).toMatchObject({
    status: 'completed',
    counts: { reset: 2, notProcessed: 0 },
  });
});

test('a worker whose lease ran out cannot commit, and its successor can', async () => {
  const { key, job } = await givenConfirmed();
  const { dataSource } = worker.deps;
  const held = (await claimChunk(dataSource, job, { worker: 'frozen' })) as Chunk;
  await dataSource.query(
    'UPDATE chunk_lease SET lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE chunk_id = ?',
    [job.chunkId],
  );
  expect(await takeOverLostChunks(dataSource)).toMatchObject([
    { chunkId: job.chunkId, epoch: job.epoch + 1 },
  ]);
  await expect(resetChunk(worker.deps, held)).rejects.toBeInstanceOf(LeaseLost);
  expect(await countMarks(key)).toBe(0);
  await worker.work(key);
  expect(await countMarks(key)).toBe(2);
  expect(await worker.show(key)).toMatchObject({
    status: 'completed',
    counts: { reset: 2, notProcessed: 0 },
  });
});

test('what Redis forgot is added again, and finished once', async () => {
  const { key } = await givenConfirmed(); // its job was taken out of the queue and is lost
  await worker.deps.dataSource.query(
    'UPDATE chunk SET queued_at = UTC_TIMESTAMP(3) - INTERVAL 1 HOUR WHERE bulk_reset_id = ? AND state = ?',
    [key.bulkResetId, 'queued'],
  );
  await reconcileQueue(worker.deps);
  await worker.work(key);
  expect(await worker.show(key)).toMatchObject({
    status: 'completed',
    counts: { reset: 2, notProcessed: 0 },
  });
});

test('a handler that keeps failing by a fault of ours ends the bulk reset after its attempts', async () => {
  const { id } = await givenAcademy();
  const key = await worker.upload(id, 'Learner,Content,Reset required\nann,fire,TRUE');
  await worker.deps.dataSource.query("UPDATE bulk_reset_file SET format = '{}' WHERE bulk_reset_id = ?", [
    key.bulkResetId,
  ]);
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    await worker.deps.dataSource.query('UPDATE chunk SET not_before = NULL WHERE bulk_reset_id = ?', [
      key.bulkResetId,
    ]);
    await worker.work(key);
  }
  expect(await worker.show(key)).toMatchObject({ status: 'failed', counts: { rows: 1, notProcessed: 1 } });
});

test.each([
  ['that ran out of attempts', 'attempts', MAX_ATTEMPTS],
  ['over which too many workers died', 'losses', MAX_LOSSES],
] as const)('a chunk %s is given up only together with its bulk reset', async (_, column, most) => {
  const { key, job } = await givenConfirmed();
  const { dataSource } = worker.deps;
  const set = (what: string) =>
    dataSource.query(`UPDATE chunk SET ${what} WHERE id = ?`, [job.chunkId]) as Promise<unknown>;
  await set(`${column} = ${most - 1}`);
  if (column === 'attempts') await dataSource.query("UPDATE settled_pairs SET packed = 'x'");
  else await claimChunk(dataSource, job, { worker: 'dead', leaseSeconds: -1 });
  const lastBlow = () => (column === 'attempts' ? worker.run(job) : reconcileQueue(worker.deps));

  await dataSource.query(`CREATE TRIGGER database_is_away BEFORE UPDATE ON bulk_reset FOR EACH ROW
    IF NEW.status = 'failed' THEN SIGNAL SQLSTATE '45000'; END IF`);
  try {
    await expect(lastBlow()).rejects.toThrow();
  } finally {
    await dataSource.query('DROP TRIGGER database_is_away');
  }
  expect((await worker.show(key)).status).toBe('resetting');
  // Its worker could not say what had happened, and the lease runs out.
  await dataSource.query('UPDATE chunk_lease SET lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND');
  await reconcileQueue(worker.deps);
  await worker.work(key);
  expect(await worker.show(key)).toMatchObject({ status: 'failed', counts: { rows: 2, notProcessed: 2 } });
});

test('who was frozen while it moved a version on moves nothing of the next one', async () => {
  const { id } = await givenAcademy();
  const key = await worker.upload(id, 'Learner,Content,Reset required\nann,fire,TRUE');
  const freezer = freezeOnce(/^UPDATE `bulk_reset`/, 'ready');
  const frozen = worker.work(key);
  await freezer.frozen;
  await moveOn(worker.deps, key);
  expect((await worker.show(key)).status).toBe('ready');
  const corrected = await worker.correct(key, 'Learner,Content,Reset required\nnobody,fire,TRUE');
  await moveOn(worker.deps, corrected);
  await worker.run(worker.jobs.shift() as (typeof worker.jobs)[number]);
  expect((await worker.show(corrected)).status).toBe('settling');
  freezer.thaw();
  await frozen; // and takes up what is in the queue
  expect(await worker.show(corrected)).toMatchObject({ status: 'needs-fixes', counts: { withErrors: 1 } });
});

/** Holds whoever first sends such a statement with such a parameter, before the server has it. */
function freezeOnce(statement: RegExp, parameter: string) {
  const { subscribers } = worker.deps.dataSource;
  let thaw: () => void = () => undefined;
  const thawed = new Promise<void>((resolve) => {
    thaw = resolve;
  });
  const frozen = new Promise<void>((resolve) => {
    const subscriber = {
      async beforeQuery({ query, parameters }: { query: string; parameters?: unknown }) {
        if (!statement.test(query) || !(parameters as unknown[]).includes(parameter)) return;
        subscribers.splice(subscribers.indexOf(subscriber), 1);
        resolve();
        await thawed;
      },
    };
    subscribers.push(subscriber);
  });
  return { frozen, thaw };
}

test('a cancelled validation stays cancelled, and its chunks are left alone', async () => {
  const { id } = await givenAcademy();
  const key = await worker.upload(id, 'Learner,Content,Reset required\nann,fire,TRUE');
  await moveOn(worker.deps, key);
  await cancelBulkReset(worker.deps.dataSource, key, { by: ADMINISTRATOR });
  await worker.work(key);
  expect(await worker.show(key)).toMatchObject({ status: 'cancelled', counts: { rows: 1, notProcessed: 1 } });
});

test('what changed since validation is left out and said so', async () => {
  const { id, learners, courses } = await givenAcademy();
  const key = await worker.upload(
    id,
    'Learner,Content,Reset required\nann,fire,TRUE\nbob,fire,TRUE\ncy,law,TRUE',
  );
  await worker.work(key);
  await worker.deps.dataSource.query("UPDATE learner SET status = 'deactivated' WHERE id = ?", [
    learners.bob.id,
  ]);
  await worker.deps.dataSource.query('UPDATE course SET compliance_configured = FALSE WHERE id = ?', [
    courses.law.id,
  ]);
  await worker.confirm(key);
  await worker.work(key);
  expect((await worker.show(key)).counts).toMatchObject({
    reset: 1,
    changedSinceValidation: 2,
    notProcessed: 0,
  });
  const outcome = await text(
    streamOutcome(worker.deps, key, await getFile(worker.deps.dataSource.manager, key)),
  );
  expect(outcome).toContain(
    'bob,fire,TRUE,Changed since validation,The learner was deactivated after validation.',
  );
});

test('a stored file that was altered fails the bulk reset, with its rows not processed', async () => {
  const { id } = await givenAcademy();
  const key = await worker.upload(id, 'Learner,Content,Reset required\nann,fire,TRUE\nbob,fire,TRUE');
  await worker.deps.dataSource.query('UPDATE chunk SET crc32 = crc32 ^ 1 WHERE bulk_reset_id = ?', [
    key.bulkResetId,
  ]);
  await worker.work(key);
  expect(await worker.show(key)).toMatchObject({ status: 'failed', counts: { rows: 2, notProcessed: 2 } });
});

test('a confirmation in advance goes ahead when no row has an error, and only then', async () => {
  const { id } = await givenAcademy();
  const good = await worker.upload(id, 'Learner,Content,Reset required\nann,fire,TRUE', {
    confirmWhenValid: true,
  });
  await worker.work(good);
  expect(await worker.show(good)).toMatchObject({ status: 'completed', counts: { reset: 1 } });
  const bad = await worker.upload(id, 'Learner,Content,Reset required\nnobody,fire,TRUE', {
    confirmWhenValid: true,
  });
  await worker.work(bad);
  expect(await worker.show(bad)).toMatchObject({
    status: 'needs-fixes',
    counts: { reset: 0, withErrors: 1 },
  });
});
