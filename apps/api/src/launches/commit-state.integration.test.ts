import { LaunchView } from '@reset/shared/contracts/launch';
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

  test('with a number that was there already is refused, kept, and says which was the last', async () => {
    const { learner, launch, records, refused } = await givenLaunch(api, { records: [HALFWAY] });
    const open = viewOf(await launch());
    const before = await records();
    for (const sequence of [1, 3])
      expect(await commit(learner, open, { sequence, content: EMPTY })).toMatchObject({
        status: 409,
        body: { code: 'commit-out-of-order', details: { sequence, last: 3 } },
      });
    expect(await records()).toEqual(before);
    expect((await refused()).map(({ body, ...row }) => ({ ...row, ...JSON.parse(`${body}`) }))).toEqual(
      [1, 3].map((sequence) => ({
        code: 'commit-out-of-order',
        attempt: 1,
        sequence,
        content: EMPTY,
        completed: false,
      })),
    );
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
