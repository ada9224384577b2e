import { RESTART_SETTINGS } from '@reset/shared/contracts/learning';
import fc from 'fast-check';
import { type GivenApi, givenApi } from '../given-api.fixture';
import { givenDriver, type Observed } from './launch-driver.fixture';
import {
  type Action,
  type Model,
  nothingYet,
  type Outcome,
  step,
  VOICES,
  type Voice,
} from './launch-model.fixture';
import { modelRuns } from './model-runs.fixture';

let api: GivenApi;
beforeAll(async () => {
  api = await givenApi();
});
afterAll(() => api.stop());

/** What a step will be, before it is known which launches and resets there are to pick from. */
type Intent =
  | { does: 'launch' }
  | { does: 'acknowledge'; pick: number }
  | { does: 'commit'; pick: number; ahead: number; completed: boolean; score: number | null }
  | { does: 'reset' }
  | { does: 'withdraw'; pick: number };

/** How far back, among the launches or resets that there are: the newest are picked most. */
const pick = fc.oneof(fc.constantFrom(0, 0, 1), fc.nat({ max: 20 }));
const gentle: fc.Arbitrary<Intent> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Intent>({ does: 'launch' }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('acknowledge' as const), pick }) },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('commit' as const),
      pick,
      /** How far ahead of the last commit its number is: 0 and less were there before. */
      ahead: fc.constantFrom(-1, 0, 1, 1, 1, 4),
      completed: fc.boolean(),
      score: fc.option(fc.integer({ min: 0, max: 100 })),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('withdraw' as const), pick }) },
);
const reset = fc.constant<Intent>({ does: 'reset' });
const withOneUndo = (intents: Intent[]) =>
  intents.filter(
    ({ does }, index) => does !== 'withdraw' || intents.findIndex((one) => one.does === does) === index,
  );
/** One step, or several at once; of resets and undos one alone each, for two of a moment have no order to tell. */
const turn: fc.Arbitrary<Intent[]> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .oneof({ weight: 6, arbitrary: gentle }, { weight: 1, arbitrary: reset })
      .map((one) => [one]),
  },
  { weight: 2, arbitrary: fc.array(gentle, { minLength: 2, maxLength: 3 }).map(withOneUndo) },
  { weight: 1, arbitrary: fc.tuple(reset, gentle) },
  { weight: 1, arbitrary: fc.tuple(gentle, reset, gentle).map(withOneUndo) },
);

/** `undefined` where there is nothing to pick from. */
const pickFrom = (numbers: readonly number[], pick: number) => numbers.at(-1 - (pick % numbers.length));

function actionOf(intent: Intent, model: Model, number: number): Action | undefined {
  if (intent.does === 'launch' || intent.does === 'reset') return { does: intent.does, number };
  if (intent.does === 'withdraw') {
    const bulkReset = pickFrom(
      model.marks.map((mark) => mark.bulkReset),
      intent.pick,
    );
    return bulkReset === undefined ? undefined : { does: 'withdraw', bulkReset, number };
  }
  const launch = pickFrom(Object.keys(model.launches).map(Number), intent.pick);
  if (launch === undefined) return undefined;
  if (intent.does === 'acknowledge') return { does: 'acknowledge', launch };
  const { ahead, completed, score } = intent;
  const sequence = Math.max(1, (model.records.at(-1)?.sequence ?? 0) + ahead);
  return { does: 'commit', launch, sequence, completed, score };
}

const orders = <Item>(items: readonly Item[]): Item[][] =>
  items.length < 2
    ? [[...items]]
    : items.flatMap((item, index) => orders(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));

/** What comes of actions that are done one after the other, and what each is answered, in the order of the actions. */
function inOrder(model: Model, actions: readonly Action[], order: readonly Action[]) {
  const answers = new Map<Action, string>();
  let after = model;
  for (const action of order) {
    const outcome: Outcome = step(after, action);
    answers.set(action, outcome.answer);
    after = outcome.model;
  }
  return { model: after, answers: actions.map((action) => answers.get(action)) };
}

/** HACP tells neither numbers nor reasons. */
const heard = (voice: Voice, answers: readonly (string | undefined)[], actions: readonly Action[]) =>
  answers.map((answer, index) =>
    voice === 'hacp' && actions[index]?.does === 'commit' ? answer?.split(' ')[0] : answer,
  );
const told = ({ records, marks, refused, acknowledged }: Model | Observed) => ({
  records: records.map((record) => ({ ...record, writer: null })),
  marks,
  refused,
  acknowledged,
});

/** The rules themselves, told from the rows alone: a model that is wrong must not bless what is wrong. */
function expectRules(before: Observed, after: Observed) {
  expect(after.raw.length).toBeGreaterThanOrEqual(before.raw.length);
  for (const [index, old] of before.raw.entries()) {
    const now = after.raw[index];
    const isOver = index < before.raw.length - 1 || (hasOpenMark(before) && !hasWithdrawn(before, after));
    if (isOver) expect(now).toEqual(old);
    if (old.record.status === 'completed') expect(now?.record).toMatchObject(keptOf(old.record));
  }
  const attempts = after.records.map(({ resetBy }, index) => ({ attempt: index + 1, resetBy }));
  // A new record for every acknowledgement, and for every new record marks that it has consumed.
  expect(attempts.filter(({ resetBy }) => resetBy !== null).map(({ attempt }) => attempt)).toEqual(
    [...new Set(after.marks.flatMap(({ openedAttempt }) => openedAttempt ?? []))].sort((a, b) => a - b),
  );
  expect(
    after.records.filter(({ status }) => status === 'restarted').every(({ resetBy }) => resetBy !== null),
  ).toBe(true);
  // What begins is empty.
  for (const { record, units } of after.raw
    .slice(before.raw.length)
    .filter(({ record }) => record.sequence === 0))
    expect({ ...record, units }).toMatchObject({
      content_state: null,
      score: null,
      completed_at: null,
      units: [],
    });
}
const hasOpenMark = ({ marks }: Observed) =>
  marks.some(({ openedAttempt, withdrawn }) => openedAttempt === null && !withdrawn);
const hasWithdrawn = (before: Observed, after: Observed) =>
  after.marks.filter(({ withdrawn }) => withdrawn).length >
  before.marks.filter(({ withdrawn }) => withdrawn).length;
const keptOf = ({ status, score, completed_at, reset_at, reset_by }: Record<string, unknown>) => ({
  status,
  score,
  completed_at,
  reset_at,
  reset_by,
});

test('whatever the learner, the content and resets do, and in whatever order: the rules hold', async () => {
  const situation = fc.record({
    setting: fc.constantFrom(null, ...RESTART_SETTINGS),
    voice: fc.constantFrom(...VOICES),
    turns: fc.array(turn, { minLength: 1, maxLength: 14, size: 'max' }),
  });
  await fc.assert(
    fc.asyncProperty(situation, async ({ setting, voice, turns }) => {
      const driver = await givenDriver(api, setting, voice);
      let model = nothingYet(setting, voice);
      let before = await driver.observe();
      let number = 0;
      for (const intents of turns) {
        const actions = intents.flatMap((intent) => {
          number += 1;
          return actionOf(intent, model, number) ?? [];
        });
        const answers = await Promise.all(actions.map((action) => driver.run(action)));
        const after = await driver.observe();
        expectRules(before, after);

        const seen = { answers, ...told(after) };
        const possible = orders(actions).map((order) => inOrder(model, actions, order));
        const explained = possible.find(({ model: end, answers: expected }) =>
          isSame({ answers: heard(voice, expected, actions), ...told(end) }, seen),
        );
        // Where no order explains it, the first one shows the difference.
        if (!explained) {
          const [first] = possible;
          expect({ actions, ...seen }).toEqual(
            first && { actions, answers: heard(voice, first.answers, actions), ...told(first.model) },
          );
          throw new Error('the same, and yet not');
        }
        for (const [index, record] of model.records.entries())
          if (isSame(record, explained.model.records[index]))
            expect(after.raw[index]).toEqual(before.raw[index]);
        model = explained.model;
        before = after;
      }
    }),
    { numRuns: modelRuns(150) },
  );
});

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
