import { LaunchView, MyCourses } from '@reset/shared/contracts/launch';
import { type GivenApi, givenApi } from '../given-api.fixture';
import { acknowledge, givenLaunch, viewOf } from './given-launch.fixture';

let api: GivenApi;
beforeAll(async () => {
  api = await givenApi();
});
afterAll(() => api.stop());

const DONE_AT = new Date('2025-03-04T09:00:00.000Z');
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

  test('an attempt that could not be counted any more is refused, with a reset or without', async () => {
    const refused = { status: 409, body: { code: 'no-more-attempts', details: { most: 65_535 } } };
    const last = { ...HALFWAY, attempt: 65_535 };
    const again = await givenLaunch(api, { setting: 'always', records: [last] });
    expect(await again.launch()).toMatchObject(refused);
    const reset = await givenLaunch(api, { records: [last], marks: [{}] });
    expect(await acknowledge(reset.learner, viewOf(await reset.launch()))).toMatchObject(refused);
    expect(await reset.records()).toMatchObject([{ attempt: 65_535, status: 'started' }]);
    expect(await reset.marks()).toMatchObject([{ acknowledged_at: null }]);
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

test('the course list shows what is assigned or started, newest attempt first, and what waits to be acknowledged', async () => {
  const mine = async (given: Parameters<typeof givenLaunch>[1]) => {
    const { learner, courseId } = await givenLaunch(api, given);
    const { courses } = MyCourses.parse((await learner.get('/v1/my-courses')).body);
    return courses.map(({ course, ...rest }) => ({ ...rest, known: course.id === courseId }));
  };
  expect(await mine({})).toEqual([]);
  expect(await mine({ setting: 'never', course: { status: 'retired' } })).toEqual([]);
  expect(await mine({ setting: 'never', marks: [{}] })).toEqual([
    { known: true, assigned: true, attempts: [], attemptCount: 0, resetPending: false },
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
