import { type GivenApi, givenApi } from '../given-api.fixture';
import { acknowledge, commit, givenLaunch, viewOf } from './given-launch.fixture';

let api: GivenApi;
beforeAll(async () => {
  api = await givenApi();
});
afterAll(() => api.stop());

const HALFWAY = { contentState: { bookmark: 'page 7', progress: 0.4 }, sequence: 3 } as const;
const EMPTY = { bookmark: '', progress: 0 };

test('a launch and a course of another organization, and a launch of another learner, are not there', async () => {
  const [own, other] = [await givenLaunch(api, { records: [HALFWAY] }), await givenLaunch(api)];
  const open = viewOf(await own.launch());
  const before = await own.records();
  for (const answer of [
    await other.learner.post('/v1/launches', { courseId: own.courseId }),
    await acknowledge(other.learner, open),
    await commit(other.learner, open, { sequence: 9, content: EMPTY }),
  ])
    expect(answer).toMatchObject({ status: 404, body: { code: 'not-found' } });

  const colleague = await givenLaunch(api);
  for (const move of [
    "UPDATE learner SET login_key = 'bob', organization_id = ? WHERE organization_id = ?",
    'UPDATE user_account SET organization_id = ? WHERE organization_id = ?',
  ])
    await api.dataSource.query(move, [own.pair.organizationId, colleague.pair.organizationId]);
  expect(await colleague.learner.post('/v1/launches', { courseId: own.courseId })).toMatchObject({
    status: 201,
  });
  expect(await acknowledge(colleague.learner, open)).toMatchObject({ status: 404 });
  expect(await commit(colleague.learner, open, { sequence: 9, content: EMPTY })).toMatchObject({
    status: 404,
  });
  expect(await own.records()).toEqual(before);
  expect(await own.refused()).toEqual([]);
});

test('a learner who is deactivated can open nothing any more', async () => {
  const { learner, launch, records, pair } = await givenLaunch(api, { records: [HALFWAY] });
  const open = viewOf(await launch());
  const before = await records();
  await api.dataSource.query("UPDATE learner SET status = 'deactivated' WHERE id = ?", [pair.learnerId]);
  for (const answer of [await launch(), await commit(learner, open, { sequence: 9, content: EMPTY })])
    expect(answer).toMatchObject({ status: 401, body: { code: 'not-signed-in' } });
  expect(await records()).toEqual(before);
});
