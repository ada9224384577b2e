import { watchWorkFlow } from './watch-work-flow';
import type { WorkFlow } from './why-waiting';

const FLOW: WorkFlow = { workers: [], chunks: [], databaseTakesWrites: true, redisAnswers: true };
let now = 0;
/** A flow for each answer that the test gives. */
function given() {
  const answers: ((flow: WorkFlow) => void)[] = [];
  const ask = watchWorkFlow(
    () => new Promise((resolve) => answers.push(resolve)),
    () => now,
  );
  return { ask, answers };
}
beforeEach(() => {
  now = 0;
});

test('all askers of a second share one look', async () => {
  const { ask, answers } = given();
  const asked = [ask(), ask()];
  answers[0]?.(FLOW);
  expect(await Promise.all(asked)).toEqual([FLOW, FLOW]);
  now = 999;
  expect(await ask()).toBe(FLOW);
  expect(answers).toHaveLength(1);
});

test('who asks later gets what was known, and the next one what is known by then', async () => {
  const { ask, answers } = given();
  const first = ask();
  answers[0]?.(FLOW);
  await first;
  now = 1_500;
  expect(await ask()).toBe(FLOW);
  expect(answers).toHaveLength(2);
  const newer = { ...FLOW, redisAnswers: false };
  answers[1]?.(newer);
  await Promise.resolve();
  await Promise.resolve();
  expect(await ask()).toBe(newer);
});

test('what is known for too long is not told any more', async () => {
  const { ask, answers } = given();
  const first = ask();
  answers[0]?.(FLOW);
  await first;
  now = 5_000;
  const late = ask();
  const newer = { ...FLOW, redisAnswers: false };
  answers[1]?.(newer);
  expect(await late).toBe(newer);
});
