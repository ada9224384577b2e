import { type GivenApi, givenApi } from '../given-api.fixture';
import { acknowledge, commit, type GivenLaunch, givenLaunch, viewOf } from './given-launch.fixture';
import { begin, beginReset, beginUndo, endTransactions, holdMarks, waiting } from './interleaved.fixture';

let api: GivenApi;
beforeAll(async () => {
  api = await givenApi();
});
afterEach(endTransactions);
afterAll(() => api.stop());

const NEW_RESET = 50;
/** Of an older reset, read and done with: nothing but a place to stop those who look for marks. */
const OLD_MARK = { bulkResetId: 1, acknowledgedAt: new Date('2025-03-03T10:00:00.000Z'), openedAttempt: 1 };
const STATE = { sequence: 8, content: { bookmark: 'page 9', progress: 0.9 } };
const reset = ({ pair }: GivenLaunch) => beginReset(api.dataSource, pair, NEW_RESET);
const SUPERSEDED = { status: 409, body: { code: 'launch-superseded' } };

describe('a commit and a reset of the same pair', () => {
  test('the reset comes first: the commit waits, sees the mark, and reaches nothing', async () => {
    const given = await givenLaunch(api, { records: [{ sequence: 7 }] });
    const open = viewOf(await given.launch());
    const before = await given.records();
    const chunk = await reset(given);
    expect(await chunk.mark()).toBe(1);
    const answer = commit(given.learner, open, STATE);
    await waiting(api.dataSource, 1);
    await chunk.commit();
    expect(await answer).toMatchObject(SUPERSEDED);
    expect(await given.records()).toEqual(before);
    expect(await given.refused()).toHaveLength(1);
  });

  test('the commit comes first: the reset waits until it is saved', async () => {
    const given = await givenLaunch(api, { records: [{ sequence: 7 }], marks: [OLD_MARK] });
    const open = viewOf(await given.launch());
    const gate = await holdMarks(api.dataSource, given.pair);
    const answer = commit(given.learner, open, STATE);
    await waiting(api.dataSource, 1);
    const chunk = await reset(given);
    const marked = chunk.mark();
    await waiting(api.dataSource, 2);
    await gate.commit();
    expect(await answer).toMatchObject({ status: 200, body: { sequence: 8 } });
    expect(await marked).toBe(1);
    await chunk.commit();
    expect(await given.records()).toMatchObject([
      { sequence: 8, content_state: JSON.stringify(STATE.content) },
    ]);
    expect(await given.refused()).toEqual([]);
    expect(viewOf(await given.launch())).toMatchObject({ state: 'message' });
  });
});

describe('an acknowledgement and a reset of the same pair', () => {
  test('the reset comes first: one new record answers to both', async () => {
    const given = await givenLaunch(api, { records: [{}], marks: [{ bulkResetId: 1 }] });
    const message = viewOf(await given.launch());
    const chunk = await reset(given);
    await chunk.mark();
    const answer = acknowledge(given.learner, message);
    await waiting(api.dataSource, 1);
    await chunk.commit();
    expect(await answer).toMatchObject({ status: 200, body: { record: { attempt: 2 } } });
    expect(await given.records()).toMatchObject([{ attempt: 1 }, { attempt: 2, reset_by: NEW_RESET }]);
    expect(await given.marks()).toMatchObject([{ opened_attempt: 2 }, { opened_attempt: 2 }]);
  });

  test('the acknowledgement comes first: the reset waits, then ends the new record', async () => {
    const given = await givenLaunch(api, {
      records: [{}],
      marks: [OLD_MARK, { bulkResetId: 2 }],
    });
    const message = viewOf(await given.launch());
    const gate = await holdMarks(api.dataSource, given.pair);
    const answer = acknowledge(given.learner, message);
    await waiting(api.dataSource, 1);
    const chunk = await reset(given);
    const marked = chunk.mark();
    await waiting(api.dataSource, 2);
    await gate.commit();
    expect(await answer).toMatchObject({ status: 200, body: { record: { attempt: 2 } } });
    expect(await marked).toBe(1);
    // The reset locks the first record alone, and so keeps whoever writes to the new one waiting.
    const late = commit(given.learner, message, STATE);
    await waiting(api.dataSource, 1);
    await chunk.commit();
    expect(await late).toMatchObject(SUPERSEDED);
    expect(await given.marks()).toMatchObject([
      { opened_attempt: 1 },
      { bulk_reset_id: 2, opened_attempt: 2 },
      { bulk_reset_id: NEW_RESET, acknowledged_at: null, opened_attempt: null },
    ]);
    expect(viewOf(await given.launch())).toMatchObject({ state: 'message' });
  });

  test('two devices that wait for the same record get the same new one', async () => {
    const given = await givenLaunch(api, { records: [{}], marks: [{ bulkResetId: 1 }] });
    const [one, other] = [viewOf(await given.launch()), viewOf(await given.launch())];
    const gate = await begin(api.dataSource);
    await gate.db.query('SELECT 1 FROM learning_record WHERE organization_id = ? FOR UPDATE', [
      given.pair.organizationId,
    ]);
    const answers = [acknowledge(given.learner, one), acknowledge(given.learner, other)];
    await waiting(api.dataSource, 2);
    await gate.commit();
    for (const answer of await Promise.all(answers))
      expect(answer).toMatchObject({ status: 200, body: { record: { attempt: 2, status: 'restarted' } } });
    expect(await given.records()).toHaveLength(2);
    expect(
      await api.dataSource.query('SELECT action FROM audit_event WHERE organization_id = ?', [
        given.pair.organizationId,
      ]),
    ).toHaveLength(1);
  });
});

test('two first launches that have both found no record make one attempt', async () => {
  const given = await givenLaunch(api, { marks: [OLD_MARK] });
  const gate = await holdMarks(api.dataSource, given.pair);
  const answers = [given.launch(), given.launch()];
  await waiting(api.dataSource, 2);
  await gate.commit();
  for (const answer of await Promise.all(answers))
    expect(answer).toMatchObject({ status: 201, body: { state: 'open', record: { attempt: 1 } } });
  expect(await given.records()).toMatchObject([{ attempt: 1, accesses: 2 }]);
});

describe('a launch and a reset of the same pair', () => {
  test('the reset comes first: the launch shows the message', async () => {
    const given = await givenLaunch(api, { setting: 'always', records: [{}] });
    const before = await given.records();
    const chunk = await reset(given);
    await chunk.mark();
    const answer = given.launch();
    await waiting(api.dataSource, 1);
    await chunk.commit();
    expect(await answer).toMatchObject({ status: 201, body: { state: 'message' } });
    expect(await given.records()).toEqual(before);
  });

  test('the launch comes first: its record is what the reset ends', async () => {
    const given = await givenLaunch(api, { setting: 'always', records: [{}], marks: [OLD_MARK] });
    const gate = await holdMarks(api.dataSource, given.pair);
    const answer = given.launch();
    await waiting(api.dataSource, 1);
    const chunk = await reset(given);
    const marked = chunk.mark();
    await waiting(api.dataSource, 2);
    await gate.commit();
    const open = viewOf(await answer);
    expect(open).toMatchObject({ state: 'open', record: { attempt: 2 } });
    expect(await marked).toBe(1);
    await chunk.commit();
    expect(await commit(given.learner, open, STATE)).toMatchObject(SUPERSEDED);
  });
});

describe('an undo and the learner, at the same pair', () => {
  const HALFWAY = { contentState: { bookmark: 'page 7', progress: 0.4 }, sequence: 3 };
  const NONE = { undone: 0, resetByAnother: 0, relaunched: 0, undoneBefore: 0 };
  const beginUndoOf = ({ pair }: GivenLaunch, bulkResetId = 1) =>
    beginUndo(api.dataSource, pair, bulkResetId);

  test('the undo comes first: an acknowledgement opens the old record again, with its bookmark', async () => {
    const given = await givenLaunch(api, { records: [HALFWAY], marks: [{}] });
    const message = viewOf(await given.launch());
    const undo = await beginUndoOf(given);
    expect(await undo.withdraw()).toEqual({ ...NONE, undone: 1 });
    const answer = acknowledge(given.learner, message);
    await waiting(api.dataSource, 1);
    await undo.commit();
    expect(await answer).toMatchObject({
      status: 200,
      body: { record: { attempt: 1 }, content: HALFWAY.contentState },
    });
    expect(await given.records()).toHaveLength(1);
    expect(await given.marks()).toMatchObject([{ acknowledged_at: null, withdrawn_by: 1_001 }]);
  });

  test('the undo comes first: a launch shows no message', async () => {
    const given = await givenLaunch(api, { records: [HALFWAY], marks: [{}] });
    const undo = await beginUndoOf(given);
    await undo.withdraw();
    const answer = given.launch();
    await waiting(api.dataSource, 1);
    await undo.commit();
    expect(await answer).toMatchObject({
      status: 201,
      body: { state: 'open', record: { attempt: 1, status: 'started' }, content: HALFWAY.contentState },
    });
  });

  test('the undo comes first: a window that was open all along may save again', async () => {
    const given = await givenLaunch(api, { records: [HALFWAY] });
    const open = viewOf(await given.launch());
    const chunk = await reset(given);
    await chunk.mark();
    await chunk.commit();
    expect(await commit(given.learner, open, { ...STATE, sequence: 4 })).toMatchObject(SUPERSEDED);
    const undo = await beginUndoOf(given, NEW_RESET);
    expect(await undo.withdraw()).toEqual({ ...NONE, undone: 1 });
    const saved = commit(given.learner, open, { ...STATE, sequence: 5 });
    await waiting(api.dataSource, 1);
    await undo.commit();
    expect(await saved).toMatchObject({ status: 200, body: { sequence: 5, record: { attempt: 1 } } });
  });

  test('the acknowledgement comes first: the new record stays, and the undo says so', async () => {
    const given = await givenLaunch(api, { records: [{}], marks: [{ bulkResetId: 1 }, { bulkResetId: 2 }] });
    const message = viewOf(await given.launch());
    // What acknowledges waits for the second mark, with the first one locked.
    const gate = await begin(api.dataSource);
    await gate.db.query(
      'SELECT 1 FROM progress_reset WHERE organization_id = ? AND bulk_reset_id = 2 FOR UPDATE',
      [given.pair.organizationId],
    );
    const answer = acknowledge(given.learner, message);
    await waiting(api.dataSource, 1);
    const undo = await beginUndoOf(given);
    const withdrawn = undo.withdraw();
    await waiting(api.dataSource, 2);
    await gate.commit();
    expect(await answer).toMatchObject({ body: { record: { attempt: 2 } } });
    expect(await withdrawn).toEqual({ ...NONE, relaunched: 1 });
    await undo.commit();
    expect(await given.marks()).toMatchObject([
      { opened_attempt: 2, withdrawn_at: null },
      { opened_attempt: 2, withdrawn_at: null },
    ]);
  });

  test('another bulk reset’s mark stays: the message shows until that one is undone too', async () => {
    const given = await givenLaunch(api, {
      records: [HALFWAY],
      marks: [{ bulkResetId: 1 }, { bulkResetId: 2 }],
    });
    for (const [bulkResetId, counts, state] of [
      [1, { ...NONE, resetByAnother: 1 }, 'message'],
      [2, { ...NONE, undone: 1 }, 'open'],
    ] as const) {
      const undo = await beginUndo(api.dataSource, given.pair, bulkResetId);
      expect(await undo.withdraw()).toEqual(counts);
      await undo.commit();
      expect(viewOf(await given.launch())).toMatchObject({ state });
    }
  });
});
