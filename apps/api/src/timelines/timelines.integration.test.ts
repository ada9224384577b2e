import { randomBytes } from 'node:crypto';
import { newApiKey } from '@reset/shared/auth/api-key';
import { quickHash } from '@reset/shared/auth/quick-hash.fixture';
import type { BulkResetView } from '@reset/shared/contracts/bulk-reset';
import type { CourseTimeline, FoundLearners, LearnerTimeline } from '@reset/shared/contracts/timeline';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { type Client, client, type GivenApi, givenApi, signedIn } from '../given-api.fixture';
import { timelineActions } from './timeline-actions';

let api: GivenApi;
beforeAll(async () => {
  api = await givenApi();
});
afterAll(() => api.stop());

const PASSWORD = 'correct horse';
const CONTENT = { bookmark: 'p2', progress: 0.5 };

async function givenAcademy(suffix: string) {
  const [administrator, support] = [newApiKey(), newApiKey()];
  const academy = await givenOrganization(api.dataSource, {
    learners: { [`ann-${suffix}`]: { name: 'Ann Li' }, [`bob-${suffix}`]: { name: 'Bob Li' } },
    courses: { fire: { title: 'Fire safety' }, law: { title: 'Law' } },
    users: {
      [`ann-user-${suffix}`]: {
        role: 'learner',
        learner: `ann-${suffix}`,
        passwordHash: quickHash(PASSWORD),
      },
    },
    apiKeys: [{ secretHash: administrator.secretHash }, { secretHash: support.secretHash, role: 'support' }],
  });
  const ann = academy.learners[`ann-${suffix}`];
  const bob = academy.learners[`bob-${suffix}`];
  if (!ann || !bob) throw new Error('given');
  return {
    ...academy,
    ann,
    bob,
    key: administrator.key,
    support: client(api.url, { Authorization: `Bearer ${support.key}` }),
    learner: await signedIn(api.url, `ann-user-${suffix}`, PASSWORD),
  };
}
type Academy = Awaited<ReturnType<typeof givenAcademy>>;

const launch = async (learner: Client, courseId: string) =>
  (await learner.post('/v1/launches', { courseId })).body as { id: string };

/** A confirmed bulk reset of one row, with the mark that a worker leaves. */
async function givenReset({ id, key, ann, courses }: Academy): Promise<string> {
  const uploaded = await fetch(
    `${api.url}/v1/bulk-resets?fileName=yearly.csv&confirm=when-valid&reason=New%20law`,
    {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'text/csv' },
      body: `Learner,Content,Reset required\n${ann.loginId},${courses.fire.uuid},TRUE`,
    },
  );
  expect(uploaded.status).toBe(202);
  const { id: bulkResetId } = (await uploaded.json()) as BulkResetView;
  await api.dataSource.query(
    `INSERT INTO progress_reset (organization_id, learner_id, course_id, bulk_reset_id, file_row, reset_at)
     SELECT ?, ?, ?, id, 2, UTC_TIMESTAMP(3) FROM bulk_reset WHERE uuid = UNHEX(?)`,
    [id, ann.id, courses.fire.id, bulkResetId.replaceAll('-', '')],
  );
  await api.dataSource.query(
    `UPDATE bulk_reset SET confirmed_at = UTC_TIMESTAMP(3), confirmed_version = version WHERE organization_id = ?`,
    [id],
  );
  await api.dataSource.query(
    `INSERT INTO bulk_reset_course (organization_id, course_id, bulk_reset_id, version)
     SELECT organization_id, ?, id, version FROM bulk_reset WHERE organization_id = ?`,
    [courses.fire.id, id],
  );
  return bulkResetId;
}

test('the timeline of a learner tells of launches, a reset, its message, what was refused and the completion', async () => {
  const academy = await givenAcademy('story');
  const { learner, ann, courses, support } = academy;
  const first = await launch(learner, courses.fire.uuid);
  const bulkResetId = await givenReset(academy);
  expect(
    await learner.put(`/v1/launches/${first.id}/state`, { sequence: 1, content: CONTENT }),
  ).toMatchObject({
    status: 409,
  });
  const second = await launch(learner, courses.fire.uuid);
  await learner.post(`/v1/launches/${second.id}/acknowledge`);
  await learner.put(`/v1/launches/${second.id}/state`, {
    sequence: 1,
    content: { bookmark: 'end', progress: 1 },
    completed: true,
    score: 88,
  });
  // Another window was behind.
  expect(
    await learner.put(`/v1/launches/${second.id}/state`, { sequence: 1, content: CONTENT }),
  ).toMatchObject({ body: { code: 'commit-out-of-order' } });

  const { body } = await support.get(`/v1/learners/${ann.uuid}/timeline`);
  const { learner: shown, events, nextCursor } = body as LearnerTimeline;
  expect(shown).toMatchObject({ id: ann.uuid, name: 'Ann Li', loginId: 'ann-story' });
  expect(nextCursor).toBeNull();
  const reset = { bulkResetId, fileName: 'yearly.csv', row: 2, reason: 'New law' };
  expect(events).toMatchObject([
    { kind: 'completed', attempt: 2, score: 88, course: { title: 'Fire safety' } },
    { kind: 'acknowledged', attempt: 2 },
    { kind: 'launched', attempt: 2, messageShown: true, refusedCommits: 0, overtakenCommits: 1 },
    { kind: 'reset', ...reset, acknowledgedAt: expect.any(String), withdrawnAt: null },
    { kind: 'launched', attempt: 1, messageShown: false, refusedCommits: 1, overtakenCommits: 0 },
  ]);
  for (const event of events) expect(event.learner.id).toBe(ann.uuid);

  const path = `/v1/courses/${courses.fire.uuid}/timeline`;
  const ofOne = (await support.get(`${path}?learner=${ann.uuid}`)).body as CourseTimeline;
  expect(ofOne).toMatchObject({ course: { id: courses.fire.uuid, title: 'Fire safety' } });
  expect(ofOne.events).toEqual(events);
  // Over all learners a reset is one event, of the file.
  const ofAll = (await support.get(path)).body as CourseTimeline;
  expect(ofAll.events).toEqual([
    ...events.slice(0, 3),
    expect.objectContaining({ kind: 'bulk-reset', bulkResetId, fileName: 'yearly.csv', reason: 'New law' }),
    ...events.slice(4),
  ]);
});

/** As an undo leaves it. */
async function givenUndo({ id }: Academy, bulkResetId: string) {
  const [{ number }] = await api.dataSource.query(
    'SELECT id AS number FROM bulk_reset WHERE uuid = UNHEX(?)',
    [bulkResetId.replaceAll('-', '')],
  );
  const { insertId } = await api.dataSource.query(
    `INSERT INTO bulk_reset (organization_id, uuid, kind, status, created_by_kind, created_by_id, created_by_name, reason)
     VALUES (?, UNHEX(REPLACE(UUID(), '-', '')), 'undo', 'completed', 'user', 1, 'Ada', 'Wrong file')`,
    [id],
  );
  await api.dataSource.query(
    'INSERT INTO bulk_reset_undo (undo_id, organization_id, bulk_reset_id, version) VALUES (?, ?, ?, 1)',
    [insertId, id, number],
  );
  await api.dataSource.query(
    `UPDATE progress_reset SET withdrawn_at = UTC_TIMESTAMP(3) + INTERVAL 1 SECOND, withdrawn_by = ?
     WHERE organization_id = ?`,
    [insertId, id],
  );
}

test('a reset that was undone is told with who undid it, when and why', async () => {
  const academy = await givenAcademy('undone');
  const { learner, ann, courses, support } = academy;
  await launch(learner, courses.fire.uuid);
  await givenUndo(academy, await givenReset(academy));
  const { events } = (await support.get(`/v1/learners/${ann.uuid}/timeline`)).body as LearnerTimeline;
  const [withdrawn, reset] = events;
  expect(events.map(({ kind }) => kind)).toEqual(['reset-withdrawn', 'reset', 'launched']);
  const undo = { by: 'Ada', reason: 'Wrong file' };
  expect(withdrawn).toMatchObject({ resetAt: reset?.at, row: 2, fileName: 'yearly.csv', undo });
  expect(reset).toMatchObject({ withdrawnAt: withdrawn?.at, acknowledgedAt: null });

  const ofCourse = (await support.get(`/v1/courses/${courses.fire.uuid}/timeline`)).body as CourseTimeline;
  expect(ofCourse.events).toMatchObject([
    { kind: 'bulk-reset', fileName: 'yearly.csv', undos: [{ ...undo, partly: false }] },
    { kind: 'launched' },
  ]);
});

/** Everything at three moments, so that pages end within one of them. */
async function givenCrowd({ id, ann, bob, courses }: Academy) {
  const moments = ['2026-01-01', '2026-01-02', '2026-01-03'];
  for (const at of [...moments, ...moments]) {
    const { insertId } = await api.dataSource.query(
      `INSERT INTO bulk_reset (organization_id, uuid, status, created_by_kind, created_by_id, created_by_name,
         confirmed_version, confirmed_at)
       VALUES (?, UNHEX(REPLACE(UUID(), '-', '')), 'completed', 'user', 1, 'Ada', 1, ?)`,
      [id, at],
    );
    await api.dataSource.query(
      `INSERT INTO bulk_reset_course (organization_id, course_id, bulk_reset_id, version) VALUES (?, ?, ?, 1)`,
      [id, courses.fire.id, insertId],
    );
  }
  for (const learner of [ann, bob])
    for (const course of [courses.fire, courses.law])
      for (const [index, at] of moments.entries()) {
        const pair = [id, learner.id, course.id];
        await api.dataSource.query(
          `INSERT INTO launch (organization_id, learner_id, course_id, uuid, attempt, state, created_at, acknowledged_at)
           VALUES (?, ?, ?, UNHEX(REPLACE(UUID(), '-', '')), ?, 'open', ?, ?)`,
          [...pair, index + 1, at, at],
        );
        await api.dataSource.query(
          `INSERT INTO learning_record (organization_id, learner_id, course_id, attempt, status, started_at,
             last_access_at, completed_at) VALUES (?, ?, ?, ?, 'completed', ?, ?, ?)`,
          [...pair, index + 1, at, at, at],
        );
        await api.dataSource.query(
          `INSERT INTO progress_reset (organization_id, learner_id, course_id, bulk_reset_id, file_row, reset_at,
             withdrawn_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
          [...pair, 900_000_000 + index, index + 2, at, at],
        );
      }
}

describe('pages', () => {
  let academy: Academy;
  beforeAll(async () => {
    academy = await givenAcademy('pages');
    await givenCrowd(academy);
  });
  const ways = ({ ann, courses }: Academy): [string, number][] => [
    [`/v1/learners/${ann.uuid}/timeline?`, 2 * 15],
    [`/v1/learners/${ann.uuid}/timeline?course=${courses.law.uuid}&`, 15],
    [`/v1/courses/${courses.fire.uuid}/timeline?`, 2 * 9 + 6],
    [`/v1/courses/${courses.fire.uuid}/timeline?learner=${ann.uuid}&`, 15],
  ];

  test('of any size follow each other without a gap or a repetition', async () => {
    for (const [path, count] of ways(academy)) {
      const whole = (await academy.support.get(`${path}limit=200`)).body as LearnerTimeline;
      expect(whole.events).toHaveLength(count);
      expect(whole.nextCursor).toBeNull();
      for (const limit of [1, 2, 4, 7]) {
        const events: LearnerTimeline['events'] = [];
        let cursor = '';
        do {
          const { body } = await academy.support.get(`${path}limit=${limit}${cursor && `&cursor=${cursor}`}`);
          const page = body as LearnerTimeline;
          events.push(...page.events);
          cursor = page.nextCursor ?? '';
        } while (cursor);
        const inAnyOrder = (some: LearnerTimeline['events']) =>
          some.map((event) => JSON.stringify(event)).sort();
        expect(inAnyOrder(events)).toEqual(inAnyOrder(whole.events));
        expect(events.map(({ at }) => at)).toEqual(whole.events.map(({ at }) => at));
      }
    }
  });

  test('go on where they were, whatever happened since', async () => {
    const path = `/v1/courses/${academy.courses.law.uuid}/timeline`;
    const whole = (await academy.support.get(`${path}?limit=200`)).body as CourseTimeline;
    const page = (await academy.support.get(`${path}?limit=1`)).body as CourseTimeline;
    await launch(academy.learner, academy.courses.law.uuid);
    const rest = (await academy.support.get(`${path}?limit=200&cursor=${page.nextCursor}`))
      .body as CourseTimeline;
    expect([...page.events, ...rest.events]).toHaveLength(whole.events.length);
  });

  test('a cursor of another list is refused by name', async () => {
    const { ann } = academy;
    expect(await academy.support.get(`/v1/learners/${ann.uuid}/timeline?cursor=WyJhbGwiXQ`)).toMatchObject({
      status: 400,
      body: { code: 'bad-request' },
    });
  });
});

test('the timeline of a course reads its own page alone, by the index', async () => {
  const academy = await givenAcademy('many');
  await api.dataSource.query(
    `INSERT INTO launch (organization_id, learner_id, course_id, uuid, attempt, state, created_at) VALUES ?`,
    [
      Array.from({ length: 10_000 }, (_, index) => [
        ...[academy.id, index, academy.courses.fire.id, randomBytes(16), 1, 'open'],
        new Date(Date.UTC(2026, 0, 1) + (index % 2_000) * 1_000),
      ]),
    ],
  );
  await api.dataSource.query('ANALYZE TABLE launch');
  const runner = api.dataSource.createQueryRunner();
  const reads = async () => {
    const counters: { Value: string }[] = await runner.query(
      "SHOW SESSION STATUS WHERE Variable_name LIKE 'Handler_read%' OR Variable_name = 'Sort_rows'",
    );
    return counters.reduce((sum, { Value }) => sum + Number(Value), 0);
  };
  try {
    let cursor: string | undefined;
    for (let page = 0; page < 3; page += 1) {
      const before = await reads();
      const query = { limit: 20, cursor };
      const read = await timelineActions(runner.manager).ofCourse(
        academy.id,
        academy.courses.fire.uuid,
        query,
      );
      cursor = read.nextCursor ?? undefined;
      expect(await reads()).toBeLessThan(before + 200);
      expect(cursor).toBeDefined();
    }
  } finally {
    await runner.release();
  }
});

test('learners are found by what a person knows of them, by name', async () => {
  const { support } = await givenAcademy('search');
  const find = async (text: string) =>
    (await support.get(`/v1/learners?search=${encodeURIComponent(text)}`)).body as FoundLearners;
  expect(await find('LI')).toMatchObject({ learners: [{ name: 'Ann Li' }, { name: 'Bob Li' }], more: false });
  expect(await find('bob-search@example.org')).toMatchObject({ learners: [{ loginId: 'bob-search' }] });
  expect(await find('nobody')).toEqual({ learners: [], more: false });
});
