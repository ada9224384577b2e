import { LaunchView, MyCourses } from '@reset/shared/contracts/launch';
import { type GivenApi, givenApi } from '../given-api.fixture';
import { acknowledge, commit, givenLaunch, viewOf } from './given-launch.fixture';

let api: GivenApi;
beforeAll(async () => {
  api = await givenApi();
});
afterAll(() => api.stop());

const DONE_AT = new Date('2025-03-04T09:00:00.000Z');
const RESET_AT = new Date('2025-06-01T12:00:00.000Z');
const COMPLETED = {
  status: 'completed',
  completedAt: DONE_AT,
  score: 87.5,
  contentState: { bookmark: 'the end', progress: 1 },
  sequence: 9,
} as const;
const HALFWAY = { contentState: { bookmark: 'page 7', progress: 0.4 }, sequence: 3 } as const;
const EMPTY = { bookmark: '', progress: 0 };

describe('without a reset', () => {
  test('the first launch begins the first attempt', async () => {
    const { launch, courseId, records } = await givenLaunch(api, { course: { title: 'Fire safety' } });
    const answer = await launch();
    expect(answer.status).toBe(201);
    expect(LaunchView.parse(answer.body)).toMatchObject({
      state: 'open',
      course: { id: courseId, title: 'Fire safety', kind: 'skillsoft' },
      record: { attempt: 1, status: 'started', completedAt: null, score: null },
      content: EMPTY,
      sequence: 0,
    });
    expect(await records()).toMatchObject([
      { attempt: 1, status: 'started', accesses: 1, content_state: null, reset_at: null, reset_by: null },
    ]);
  });

  test.each([
    [undefined, 'started', HALFWAY, { attempt: 1, status: 'started' }, 'page 7'],
    ['never', 'started', HALFWAY, { attempt: 1, status: 'started' }, 'page 7'],
    ['never', 'completed', COMPLETED, { attempt: 1, status: 'completed' }, 'the end'],
    ['after-completion', 'started', HALFWAY, { attempt: 1, status: 'started' }, 'page 7'],
    ['after-completion', 'completed', COMPLETED, { attempt: 2, status: 'started' }, ''],
    ['always', 'started', HALFWAY, { attempt: 2, status: 'started' }, ''],
    ['always', 'completed', COMPLETED, { attempt: 2, status: 'started' }, ''],
  ] as const)(
    'under the setting %s, a %s course opens as it says',
    async (setting, _, latest, opened, bookmark) => {
      const { launch, records } = await givenLaunch(api, { ...(setting && { setting }), records: [latest] });
      const before = await records();
      expect(viewOf(await launch())).toMatchObject({ state: 'open', record: opened, content: { bookmark } });
      const after = await records();
      if (opened.attempt === 1)
        expect(after).toEqual([{ ...before[0], accesses: 2, last_access_at: after[0]?.last_access_at }]);
      else expect(after).toMatchObject([before[0] ?? {}, { attempt: 2, status: 'started', reset_at: null }]);
    },
  );

  test('a retired course opens for those who have started it, and for nobody else', async () => {
    const started = await givenLaunch(api, { course: { status: 'retired' }, records: [HALFWAY] });
    expect(await started.launch()).toMatchObject({ status: 201, body: { record: { attempt: 1 } } });
    const other = await givenLaunch(api, { course: { status: 'retired' }, setting: 'never' });
    expect(await other.launch()).toMatchObject({ status: 403, body: { code: 'course-not-available' } });
    expect(await other.records()).toEqual([]);
  });

  test('two first launches at the same moment make one attempt', async () => {
    const { launch, records } = await givenLaunch(api);
    const answers = await Promise.all([launch(), launch(), launch()]);
    expect(answers.map((answer) => viewOf(answer))).toMatchObject(
      answers.map(() => ({ state: 'open', record: { attempt: 1 } })),
    );
    expect(await records()).toMatchObject([{ attempt: 1, accesses: 3 }]);
  });
});

describe('after a reset', () => {
  test.each([
    ['completed', COMPLETED],
    ['started', HALFWAY],
    ['restarted', { ...HALFWAY, status: 'restarted' as const }],
  ])('a %s course shows the message, then begins anew; the old record stays as it is', async (_, latest) => {
    const { learner, launch, records, marks, pair } = await givenLaunch(api, {
      setting: 'never',
      records: [latest],
      marks: [{ bulkResetId: 7, resetAt: RESET_AT }],
    });
    const [old] = await records();
    const message = await launch();
    expect(message).toMatchObject({ status: 201, body: { state: 'message' } });
    expect(LaunchView.parse(message.body)).toMatchObject({
      message: { title: 'An administrator has reset this course', resetAt: RESET_AT.toISOString() },
    });
    expect(await records()).toEqual([old]);

    const opened = await acknowledge(learner, viewOf(message));
    expect(opened.status).toBe(200);
    expect(LaunchView.parse(opened.body)).toMatchObject({
      id: viewOf(message).id,
      state: 'open',
      record: { attempt: 2, status: 'restarted', completedAt: null, score: null },
      content: EMPTY,
      sequence: 0,
    });
    const [untouched, restarted] = await records();
    expect(untouched).toEqual(old);
    expect(restarted).toMatchObject({ attempt: 2, accesses: 1, reset_at: RESET_AT, reset_by: 7 });
    expect(await marks()).toMatchObject([
      { acknowledged_at: expect.any(Date), opened_attempt: 2, withdrawn_at: null },
    ]);
    expect(
      await api.dataSource.query(
        'SELECT actor_kind, actor_id, action, subject_kind, subject_id, details FROM audit_event WHERE organization_id = ?',
        [pair.organizationId],
      ),
    ).toEqual([
      {
        actor_kind: 'learner',
        actor_id: pair.learnerId,
        action: 'progress-reset.acknowledged',
        subject_kind: 'learner',
        subject_id: pair.learnerId,
        details: JSON.stringify({ courseId: pair.courseId, attempt: 2, bulkResetIds: [7] }),
      },
    ]);

    // Never again, on any device: from here on the assignment's setting is what counts.
    expect(viewOf(await launch())).toMatchObject({
      state: 'open',
      record: { attempt: 2, status: 'restarted' },
    });
    expect(await records()).toMatchObject([old ?? {}, { attempt: 2, accesses: 2 }]);
  });

  test.each(['never', 'after-completion', 'always'] as const)(
    'it comes before the assignment’s setting %s',
    async (setting) => {
      const { learner, launch, records } = await givenLaunch(api, {
        setting,
        records: [COMPLETED],
        marks: [{}],
      });
      expect(viewOf(await acknowledge(learner, viewOf(await launch())))).toMatchObject({
        record: { attempt: 2, status: 'restarted' },
      });
      expect(await records()).toHaveLength(2);
    },
  );

  test('one acknowledgement consumes the marks of every bulk reset, and the latest one is named', async () => {
    const { learner, launch, records, marks } = await givenLaunch(api, {
      records: [COMPLETED],
      marks: [
        { bulkResetId: 7, resetAt: RESET_AT },
        { bulkResetId: 5, resetAt: new Date('2025-07-01T00:00:00.000Z') },
        { bulkResetId: 8, resetAt: RESET_AT },
        { bulkResetId: 9, resetAt: new Date('2025-08-01T00:00:00.000Z'), withdrawnAt: DONE_AT },
        { bulkResetId: 3, resetAt: DONE_AT, acknowledgedAt: DONE_AT, openedAttempt: 1 },
      ],
    });
    await acknowledge(learner, viewOf(await launch()));
    expect((await records())[1]).toMatchObject({
      reset_by: 5,
      reset_at: new Date('2025-07-01T00:00:00.000Z'),
    });
    expect((await marks()).map((mark) => [mark.bulk_reset_id, mark.opened_attempt])).toEqual([
      [3, 1],
      [5, 2],
      [7, 2],
      [8, 2],
      [9, null],
    ]);
    expect((await marks())[0]).toMatchObject({ acknowledged_at: DONE_AT });
  });

  test('two tabs and two devices that acknowledge at once get the same new record', async () => {
    const { learner, launch, records } = await givenLaunch(api, { records: [COMPLETED], marks: [{}] });
    const [one, other] = [viewOf(await launch()), viewOf(await launch())];
    expect(one.id).not.toBe(other.id);
    const answers = await Promise.all([one, other, one, other].map((view) => acknowledge(learner, view)));
    for (const answer of answers)
      expect(answer).toMatchObject({ status: 200, body: { state: 'open', record: { attempt: 2 } } });
    expect(await records()).toHaveLength(2);
    expect(
      await api.dataSource.query('SELECT attempt, state FROM launch WHERE organization_id = ? ORDER BY id', [
        (await records())[0]?.organization_id,
      ]),
    ).toEqual([
      { attempt: 2, state: 'open' },
      { attempt: 2, state: 'open' },
    ]);
  });

  test('a reset that was withdrawn while its message showed opens the old record again, with its bookmark', async () => {
    const { learner, launch, records, marks, pair } = await givenLaunch(api, {
      setting: 'always',
      records: [HALFWAY],
      marks: [{}],
    });
    const message = viewOf(await launch());
    const [old] = await records();
    await api.dataSource.query('UPDATE progress_reset SET withdrawn_at = ? WHERE organization_id = ?', [
      DONE_AT,
      pair.organizationId,
    ]);
    expect(viewOf(await acknowledge(learner, message))).toMatchObject({
      state: 'open',
      record: { attempt: 1, status: 'started' },
      content: HALFWAY.contentState,
      sequence: 3,
    });
    expect(await records()).toEqual([{ ...old, accesses: 2, last_access_at: expect.any(Date) }]);
    expect(await marks()).toMatchObject([{ acknowledged_at: null, opened_attempt: null }]);
  });

  test('a launch that was acknowledged is no way around a later reset', async () => {
    const { learner, launch, records, pair } = await givenLaunch(api, { records: [COMPLETED], marks: [{}] });
    const first = viewOf(await launch());
    await acknowledge(learner, first);
    await api.dataSource.query(
      `INSERT INTO progress_reset (organization_id, learner_id, course_id, bulk_reset_id, file_row, reset_at)
       VALUES (?, ?, ?, 2, 2, UTC_TIMESTAMP(3))`,
      [pair.organizationId, pair.learnerId, pair.courseId],
    );
    expect(await acknowledge(learner, first)).toMatchObject({
      status: 409,
      body: { code: 'launch-superseded' },
    });
    const second = viewOf(await launch());
    expect(second.state).toBe('message');
    expect(viewOf(await acknowledge(learner, second))).toMatchObject({ record: { attempt: 3 } });
    expect(await acknowledge(learner, first)).toMatchObject({ body: { code: 'launch-superseded' } });
    expect(await records()).toHaveLength(3);
  });
});

describe('a commit', () => {
  test('saves state and completion of its attempt; the first completion stays', async () => {
    const { learner, launch, records } = await givenLaunch(api, {
      records: [COMPLETED],
      marks: [{ resetAt: RESET_AT }],
    });
    const open = viewOf(await launch());
    await acknowledge(learner, open);
    const content = { bookmark: 'page 2', progress: 0.2 };
    expect(await commit(learner, open, { sequence: 1, content })).toMatchObject({
      status: 200,
      body: { state: 'open', content, sequence: 1, record: { status: 'restarted', completedAt: null } },
    });
    const done = await commit(learner, open, { sequence: 4, content: EMPTY, completed: true, score: 90 });
    expect(LaunchView.parse(done.body)).toMatchObject({
      record: { attempt: 2, status: 'completed', score: 90, completedAt: expect.any(String) },
    });
    const [, completed] = await records();
    expect(completed).toMatchObject({ reset_at: RESET_AT, status: 'completed' });

    await commit(learner, open, { sequence: 5, content, completed: true, score: 10 });
    await commit(learner, open, { sequence: 6, content, completed: false, score: 20 });
    expect((await records())[1]).toEqual({
      ...completed,
      content_state: JSON.stringify(content),
      sequence: 6,
      last_access_at: expect.any(Date),
    });
  });

  test('with a number that was there already is refused, and says which was the last', async () => {
    const { learner, launch, records, refused } = await givenLaunch(api, { records: [HALFWAY] });
    const open = viewOf(await launch());
    const before = await records();
    for (const sequence of [1, 3])
      expect(await commit(learner, open, { sequence, content: EMPTY })).toMatchObject({
        status: 409,
        body: { code: 'commit-out-of-order', details: { sequence, last: 3 } },
      });
    expect(await records()).toEqual(before);
    expect(await refused()).toEqual([]);
  });

  test('is refused while the message waits', async () => {
    const { learner, launch, records, refused } = await givenLaunch(api, { records: [HALFWAY], marks: [{}] });
    const before = await records();
    const message = viewOf(await launch());
    expect(await commit(learner, message, { sequence: 4, content: EMPTY })).toMatchObject({
      status: 409,
      body: { code: 'launch-not-open' },
    });
    expect(await records()).toEqual(before);
    expect(await refused()).toEqual([]);
  });

  test('of an attempt that a reset has ended is refused, kept, and reaches neither record', async () => {
    const { learner, launch, records, refused, pair } = await givenLaunch(api, { records: [HALFWAY] });
    const old = viewOf(await launch());
    const late = { sequence: 10, content: { bookmark: 'page 9', progress: 0.9 }, completed: true };
    await api.dataSource.query(
      `INSERT INTO progress_reset (organization_id, learner_id, course_id, bulk_reset_id, file_row, reset_at)
       VALUES (?, ?, ?, 1, 2, UTC_TIMESTAMP(3))`,
      [pair.organizationId, pair.learnerId, pair.courseId],
    );
    const before = await records();
    expect(await commit(learner, old, late)).toMatchObject({
      status: 409,
      body: { code: 'launch-superseded' },
    });
    await acknowledge(learner, viewOf(await launch()));
    const after = await records();
    expect(await commit(learner, old, { ...late, sequence: 11 })).toMatchObject({
      status: 409,
      body: { code: 'launch-superseded' },
    });
    expect(await records()).toEqual(after);
    expect(after).toMatchObject([before[0] ?? {}, { attempt: 2, sequence: 0, content_state: null }]);
    expect((await refused()).map(({ body, ...row }) => ({ ...row, ...JSON.parse(`${body}`) }))).toEqual([
      { code: 'launch-superseded', attempt: 1, ...late },
      { code: 'launch-superseded', attempt: 1, ...late, sequence: 11 },
    ]);
  });

  test('of an attempt that the learner has started over is refused as well', async () => {
    const { learner, launch, records } = await givenLaunch(api, { setting: 'always', records: [HALFWAY] });
    const [first, second] = [viewOf(await launch()), viewOf(await launch())];
    expect(await commit(learner, first, { sequence: 10, content: EMPTY })).toMatchObject({
      body: { code: 'launch-superseded' },
    });
    expect(await commit(learner, second, { sequence: 1, content: EMPTY })).toMatchObject({ status: 200 });
    expect(await records()).toMatchObject([{ sequence: 3 }, { sequence: 0 }, { sequence: 1 }]);
  });

  test.each([
    ['sequence', {}],
    ['sequence', { sequence: 0, content: {} }],
    ['sequence', { sequence: 2 ** 32, content: {} }],
    ['content.bookmark', { sequence: 1, content: { bookmark: 'x'.repeat(4_097) } }],
    ['content.progress', { sequence: 1, content: { progress: 1.5 } }],
    ['score', { sequence: 1, content: {}, score: 101 }],
  ])('without a good %s is a bad request that names it: %#', async (path, state) => {
    const { learner, launch } = await givenLaunch(api);
    const answer = await commit(learner, viewOf(await launch()), state);
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad-request' } });
    const { details } = answer.body as { details: { faults: { path: string }[] } };
    expect(details.faults.map((fault) => fault.path)).toContain(path);
  });
});

test('the course list shows what is assigned or started, newest attempt first, and what waits to be acknowledged', async () => {
  const mine = async (given: Parameters<typeof givenLaunch>[1]) => {
    const { learner, courseId } = await givenLaunch(api, given);
    const { courses } = MyCourses.parse((await learner.get('/v1/my-courses')).body);
    return courses.map(({ course, ...rest }) => ({ ...rest, known: course.id === courseId }));
  };
  expect(await mine({})).toEqual([]);
  expect(await mine({ setting: 'never', course: { status: 'retired' } })).toEqual([]);
  expect(await mine({ setting: 'never', marks: [{}] })).toEqual([
    { known: true, assigned: true, attempts: [], resetPending: false },
  ]);
  expect(await mine({ records: [COMPLETED, { ...HALFWAY, attempt: 2 }], marks: [{}] })).toMatchObject([
    {
      assigned: false,
      resetPending: true,
      attempts: [
        { attempt: 2, status: 'started' },
        { attempt: 1, status: 'completed', completedAt: DONE_AT.toISOString(), score: 87.5 },
      ],
    },
  ]);
  expect(
    await mine({ setting: 'never', records: [COMPLETED], marks: [{ withdrawnAt: DONE_AT }] }),
  ).toMatchObject([{ assigned: true, resetPending: false }]);
});
