import type { Committed, UnitCommit, UnitState } from '@reset/shared/contracts/run-time';
import { ApiError, ConnectionError } from '../api-reply';
import { createCommitQueue, type QueueState } from './commit-queue';

const stateAt = (bookmark: string): UnitState => ({
  completion: 'incomplete',
  success: 'unknown',
  score: null,
  progress: null,
  totalSeconds: 0,
  data: { native: { bookmark } },
});
const refusal = (status: number, code: string, details = {}) =>
  new ApiError({ type: 'about:blank', title: code, status, code, details });

/** A queue before a server that does as the test says, one answer after the other, and then takes everything. */
function givenQueue(answers: (Error | Promise<void> | undefined)[] = []) {
  const sent: string[] = [];
  const states: QueueState[] = [];
  const send = async ({ sequence, unit, state }: UnitCommit, last: boolean): Promise<Committed> => {
    const bookmark = 'native' in state.data ? state.data.native.bookmark : '';
    sent.push(`${sequence} ${unit} ${bookmark}${last ? ' last' : ''}`);
    const answer = await answers.shift();
    if (answer instanceof Error) throw answer;
    return { sequence, completed: false };
  };
  const queue = createCommitQueue({
    send,
    sequence: 4,
    pause: async () => undefined,
    onChange: (state) => states.push(state),
    onCommitted: () => undefined,
  });
  return { queue, sent, last: () => states.at(-1) };
}
const gate = () => {
  let open = () => {};
  const closed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, closed };
};

test('commits are numbered behind the last one that the server has, and sent one after the other', async () => {
  const { queue, sent } = givenQueue();
  expect(queue.add('one', stateAt('a'))).toBe(true);
  queue.add('two', stateAt('b'));
  await queue.settled();
  expect(sent).toEqual(['5 one a', '6 two b']);
});

test('what comes while another is under way waits, and a newer state of the same unit takes its place', async () => {
  const { open, closed } = gate();
  const { queue, sent } = givenQueue([closed]);
  for (const bookmark of ['a', 'b', 'c']) queue.add('one', stateAt(bookmark));
  open();
  await queue.settled();
  expect(sent).toEqual(['5 one a', '7 one c']);
});

test('a server that cannot be reached is tried again with the same number, in order', async () => {
  const away = new ConnectionError('away');
  const { queue, sent, last } = givenQueue([away, refusal(503, 'unavailable'), undefined]);
  queue.add('one', stateAt('a'));
  queue.add('two', stateAt('b'));
  await queue.settled();
  expect(sent).toEqual(['5 one a', '5 one a', '5 one a', '6 two b']);
  expect(last()).toEqual({ waiting: 0, failing: false, rejected: false, stopped: undefined });
});

test.each([
  [refusal(409, 'launch-superseded', { by: 'reset' }), 'reset'],
  [refusal(409, 'launch-superseded', { by: 'new-attempt' }), 'started-again'],
  [refusal(409, 'commit-out-of-order'), 'open-elsewhere'],
  [refusal(410, 'launch-expired'), 'expired'],
  [refusal(404, 'not-found'), 'expired'],
])('a refusal that is for good stops everything: %s', async (error, stopped) => {
  const { queue, sent, last } = givenQueue([error]);
  queue.add('one', stateAt('a'));
  queue.add('two', stateAt('b'));
  await queue.settled();
  expect(last()).toMatchObject({ waiting: 0, stopped });
  expect(queue.add('one', stateAt('c'))).toBe(false);
  expect(sent).toEqual(['5 one a']);
});

test('what the server will never keep is dropped and told, and the next is saved', async () => {
  const { queue, sent, last } = givenQueue([refusal(400, 'bad-request')]);
  queue.add('one', stateAt('too large'));
  await queue.settled();
  expect(last()).toMatchObject({ rejected: true, stopped: undefined });
  queue.add('one', stateAt('b'));
  await queue.settled();
  expect(last()).toMatchObject({ rejected: false });
  expect(sent).toEqual(['5 one too large', '6 one b']);
});

test('when the page goes, the last words of the content are sent once, and what comes later at once', () => {
  const { closed } = gate();
  const { queue, sent } = givenQueue([closed]);
  queue.add('one', stateAt('a'));
  queue.leave(() => queue.add('one', stateAt('the end')));
  expect(sent).toEqual(['5 one a', '6 one the end last']);
  queue.add('one', stateAt('even later'));
  expect(sent.slice(2)).toEqual(['7 one even later last']);
});
