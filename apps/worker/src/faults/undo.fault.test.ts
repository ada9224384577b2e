import { setTimeout as delay } from 'node:timers/promises';
import { quickHash } from '@reset/shared/auth/quick-hash.fixture';
import type { LaunchView } from '@reset/shared/contracts/launch';
import type { UndoView } from '@reset/shared/contracts/undo';
import { Learner, UserAccount } from '@reset/shared/entities/people';
import { CHUNK_PLACES } from '@reset/shared/failpoints/failpoint';
import {
  checkUndo,
  numberOf,
  readMarks,
  readRecords,
  undoReader,
} from '@reset/shared/testing/check-undo.fixture';
import { untilAt } from '@reset/shared/testing/doomed-process.fixture';
import {
  type FaultBench,
  type FaultServers,
  type FileOnBench,
  startFaultBench,
  startFaultServers,
} from '@reset/shared/testing/fault-bench.fixture';
import { redisCommand } from '@reset/shared/testing/redis-command.fixture';
import { endProcess, until } from '@reset/shared/testing/running-system.fixture';
import { judgePastUndo, type MarkState } from '@reset/shared/testing/undo-oracle.fixture';

let servers: FaultServers;
let bench: FaultBench;
beforeAll(async () => {
  servers = await startFaultServers();
  const env = { LEASE_SECONDS: '1', QUEUE_LOCK_SECONDS: '2', QUEUE_STALL_SECONDS: '1' };
  // Workers come and go as a test says.
  bench = await startFaultBench(servers, { workers: 0, env });
});
afterAll(async () => {
  await bench.stop();
  await servers.stop();
});

/** A chunk takes a moment, so that whatever happens happens in the middle of something. */
const SLOWLY = { FAILPOINTS: 'undo:begun=delay:120*all' };
const QUICKLY = { FAILPOINTS: 'undo:begun=delay:1' };
const worker = (env: NodeJS.ProcessEnv = QUICKLY) => bench.system.startWorker(env);

/** A file about every pair that has been reset, and of which somebody has acknowledged. */
async function givenReset(): Promise<FileOnBench> {
  const helper = worker();
  const file = await bench.upload({ confirmed: true });
  expect(await file.check('completed')).toEqual([]);
  await endProcess(helper);
  return file;
}

async function undo({ id }: FileOnBench, body: object = {}) {
  const { dataSource } = bench.system;
  const { organizationId } = bench;
  const before = {
    marks: await readMarks(dataSource, organizationId),
    records: await readRecords(dataSource, organizationId),
  };
  const response = await bench.client.post(`/${id}/undos`, { reason: 'the wrong file', ...body });
  expect(response.status).toBe(202);
  const asked = (await response.json()) as UndoView;
  const number = await numberOf(dataSource, asked.id);
  const reader = undoReader(bench.client, id, asked.id);
  const chunks = (state: string) =>
    bench.numberOf('SELECT COUNT(*) AS n FROM chunk WHERE bulk_reset_id = ? AND state = ?', [number, state]);
  let percent = 0;
  return {
    number,
    reader,
    chunks,
    /** A chunk is in hand and some are done, so that there is something to lose and something to repeat. */
    untilInHand: () => until(async () => (await chunks('running')) > 0 && (await chunks('done')) > 1),
    untilCompleted: () =>
      until(async () => {
        const view = await reader.show();
        if (view && view.progress.percent < percent) throw new Error('the progress of the undo fell');
        percent = view?.progress.percent ?? percent;
        return view?.status === 'completed' && view;
      }),
    check: (isChosen?: (mark: MarkState) => boolean) =>
      checkUndo(dataSource, bench.client, {
        organizationId,
        bulkReset: id,
        undo: asked.id,
        before,
        ...(isChosen && { isChosen }),
      }),
  };
}

/** What learners do who acknowledge before the undo: every third mark of the file. */
const acknowledgeSome = async ({ id }: FileOnBench) =>
  bench.system.dataSource.query(
    `UPDATE progress_reset SET acknowledged_at = UTC_TIMESTAMP(3), opened_attempt = 2
     WHERE bulk_reset_id = ? AND file_row % 3 = 0 AND acknowledged_at IS NULL AND withdrawn_at IS NULL`,
    [await numberOf(bench.system.dataSource, id)],
  );

const courseNumber = (assetId: string) =>
  bench.numberOf('SELECT id AS n FROM course WHERE organization_id = ? AND asset_id = ?', [
    bench.organizationId,
    assetId,
  ]);

describe('workers are killed in the middle of an undo', () => {
  let file: FileOnBench;
  beforeAll(async () => {
    file = await givenReset();
    await acknowledgeSome(file);
  });

  test.each(CHUNK_PLACES)('at undo:%s', async (place) => {
    // Each time another course of the same bulk reset.
    const name = `course${CHUNK_PLACES.indexOf(place)}`;
    const course = await courseNumber(name);
    const undone = await undo(file, { courses: [name] });
    const doomed = worker({ FAILPOINTS: `undo:${place}=kill@2` });
    await until(async () => doomed.signalCode === 'SIGKILL');
    const next = worker();
    await undone.untilCompleted();
    expect(await undone.check(({ courseId }) => courseId === course)).toEqual([]);
    await endProcess(next);
  });

  test('all of them, twice, and others come', async () => {
    // Its mark is one of two that are open on some pairs.
    const undone = await undo(await givenReset());
    for (let time = 0; time < 2; time += 1) {
      const doomed = [worker(SLOWLY), worker(SLOWLY)];
      await undone.untilInHand();
      await Promise.all(doomed.map((child) => endProcess(child, 'SIGKILL')));
    }
    const next = worker();
    await undone.untilCompleted();
    expect(await undone.check()).toEqual([]);
    await endProcess(next);
  });
});

test('a worker that froze with an undo’s chunk in its transaction commits nothing when it goes on', async () => {
  const file = await givenReset();
  await acknowledgeSome(file);
  const undone = await undo(file);
  const frozen = worker({ FAILPOINTS: 'undo:fenced=stop@2' });
  await untilAt(bench.system, frozen, 'undo:fenced');
  const next = worker(SLOWLY);
  await undone.untilCompleted();
  frozen.kill('SIGCONT');
  expect(await undone.check()).toEqual([]);
  await Promise.all([endProcess(frozen), endProcess(next)]);
  expect(await undone.check()).toEqual([]);
});

test('Redis forgets everything in the middle of an undo, and is killed', async () => {
  const file = await givenReset();
  const names = ['course1', 'course2', 'course5'];
  const chosen = new Set(await Promise.all(names.map(courseNumber)));
  const undone = await undo(file, { courses: names });
  const next = worker(SLOWLY);
  await undone.untilInHand();
  await redisCommand(servers.redis.url, 'FLUSHALL');
  await until(async () => (await undone.chunks('done')) > 3);
  await servers.redis.kill();
  await servers.redis.start();
  await undone.untilCompleted();
  expect(await undone.check(({ courseId }) => chosen.has(courseId))).toEqual([]);
  await endProcess(next);
});

describe('33: an undo against launches of the same pairs', () => {
  const PASSWORD = 'a long enough password';
  const LEARNERS = 4;

  async function givenLearners() {
    const { dataSource, url } = bench.system;
    const learners = await dataSource
      .getRepository(Learner)
      .find({ where: { organizationId: bench.organizationId }, order: { id: 'ASC' }, take: LEARNERS });
    return Promise.all(
      learners.map(async ({ id, loginId }) => {
        await dataSource.getRepository(UserAccount).insert({
          organizationId: bench.organizationId,
          login: loginId,
          loginKey: loginId,
          name: loginId,
          role: 'learner',
          learnerId: Number(id),
          passwordHash: quickHash(PASSWORD),
          active: true,
        });
        const answer = await fetch(`${url}/v1/session`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', Origin: url },
          body: JSON.stringify({ login: loginId, password: PASSWORD }),
        });
        const Cookie = answer.headers
          .getSetCookie()
          .map((cookie) => cookie.split(';')[0])
          .join('; ');
        return {
          id: Number(id),
          post: (path: string, body: object) =>
            fetch(`${url}${path}`, {
              method: 'POST',
              headers: { 'Content-Type': 'application/json', Origin: url, Cookie },
              body: JSON.stringify(body),
            }),
        };
      }),
    );
  }

  test('each learner either goes on in the old record or begins anew, as the undo says', async () => {
    const { dataSource } = bench.system;
    const { organizationId } = bench;
    // No mark but those of one bulk reset, so that it alone decides what a learner meets.
    await dataSource.query(
      `UPDATE progress_reset SET acknowledged_at = UTC_TIMESTAMP(3), opened_attempt = 1
       WHERE organization_id = ? AND acknowledged_at IS NULL AND withdrawn_at IS NULL`,
      [organizationId],
    );
    const file = await givenReset();
    const of = await numberOf(dataSource, file.id);
    const learners = await givenLearners();
    const courses: { uuid: string; id: number }[] = await dataSource.query(
      'SELECT LOWER(HEX(uuid)) AS uuid, id FROM course WHERE organization_id = ?',
      [organizationId],
    );
    const marked = new Set(
      (await readMarks(dataSource, organizationId))
        .filter(({ bulkResetId }) => bulkResetId === of)
        .map(({ learnerId, courseId }) => `${learnerId} ${courseId}`),
    );
    const undone = await undo(file);
    const workers = [worker(SLOWLY), worker(SLOWLY)];
    const attempts = new Map<string, number>();
    let ended = false;
    const launching = learners.map(async ({ id, post }) => {
      for (let turn = 0; !ended; turn += 1) {
        const course = courses[(turn * 3 + id) % courses.length] as (typeof courses)[number];
        if (!marked.has(`${id} ${Number(course.id)}`)) continue;
        const courseId = course.uuid.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
        const launched = (await (await post('/v1/launches', { courseId })).json()) as LaunchView;
        const open =
          launched.state === 'message'
            ? ((await (await post(`/v1/launches/${launched.id}/acknowledge`, {})).json()) as LaunchView)
            : launched;
        if (open.state !== 'open') throw new Error(`a launch stayed ${open.state}`);
        const key = `${id} ${Number(course.id)}`;
        const before = attempts.get(key) ?? open.record.attempt;
        // Whoever has once gone on in one record is never led to another.
        if (open.record.attempt !== before) throw new Error(`${key}: ${before}, then ${open.record.attempt}`);
        attempts.set(key, before);
        await delay(20);
      }
    });
    await undone.untilInHand();
    await endProcess(workers[0] as (typeof workers)[number], 'SIGKILL');
    const view = await Promise.race([
      undone.untilCompleted(),
      ...launching.map((one) => one.then(() => undefined)),
    ]);
    ended = true;
    await Promise.all(launching);
    const own = (await readMarks(dataSource, organizationId)).filter(({ bulkResetId }) => bulkResetId === of);
    const { counts } = view ?? (await undone.untilCompleted());
    const left = await undone.reader.left();
    expect(judgePastUndo(own, { undoId: undone.number, isChosen: () => true }, { counts, left })).toEqual([]);
    for (const { learnerId, courseId, acknowledged } of own) {
      const attempt = attempts.get(`${learnerId} ${courseId}`);
      if (attempt !== undefined)
        expect([learnerId, courseId, attempt > 1]).toEqual([learnerId, courseId, acknowledged]);
    }
    expect(attempts.size).toBeGreaterThan(0);
    expect(counts.undone).toBeGreaterThan(0);
    await endProcess(workers[1] as (typeof workers)[number]);
  });
});
