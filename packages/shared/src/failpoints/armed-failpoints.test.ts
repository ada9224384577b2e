import { createFailpoints } from './armed-failpoints';
import { failpoint, isBroken } from './failpoint';
import { parseFailpoints } from './failpoint-plan';

test('in a process that nobody armed a failpoint does nothing', () => {
  expect(failpoint('reset:fenced')).toBeUndefined();
  expect(isBroken('fence')).toBe(false);
});

test('it acts from the hit that it names, as often as it says, and at its own place alone', async () => {
  const hit = createFailpoints(parseFailpoints('reset:claimed=error:ER_LOCK_DEADLOCK@2*2'));
  const answers: string[] = [];
  for (const name of [
    'reset:claimed',
    'reset:begun',
    'reset:claimed',
    'reset:claimed',
    'reset:claimed',
  ] as const)
    answers.push(
      await hit(name).then(
        () => 'went on',
        ({ code }: { code: string }) => code,
      ),
    );
  expect(answers).toEqual(['went on', 'went on', 'ER_LOCK_DEADLOCK', 'ER_LOCK_DEADLOCK', 'went on']);
});

test('a blocked event loop runs nothing else meanwhile', async () => {
  const hit = createFailpoints(parseFailpoints('reset:claimed=block:40'));
  const order: string[] = [];
  setTimeout(() => order.push('timer'), 0);
  const start = Date.now();
  await hit('reset:claimed');
  order.push('went on');
  expect(Date.now() - start).toBeGreaterThanOrEqual(40);
  expect(order).toEqual(['went on']);
});
