import { LaunchView } from '@reset/shared/contracts/launch';
import { type GivenApi, givenApi } from '../given-api.fixture';
import { acknowledge, givenLaunch, viewOf } from './given-launch.fixture';

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
