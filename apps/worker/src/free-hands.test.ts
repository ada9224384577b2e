import { createFreeHands } from './free-hands';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

test('a hand that comes free goes to whoever asked first', async () => {
  const hands = createFreeHands(2);
  const [first, second] = [await hands.take(100), await hands.take(100)];
  const got: string[] = [];
  const third = hands.take(100).then((done) => {
    got.push('third');
    return done;
  });
  void hands.take(100).then(() => got.push('fourth'));
  await jest.advanceTimersByTimeAsync(99);
  expect(got).toEqual([]);
  second?.();
  expect(await third).toBeDefined();
  expect(got).toEqual(['third']);
  first?.();
  await jest.advanceTimersByTimeAsync(0);
  expect(got).toEqual(['third', 'fourth']);
});

test('who has waited long enough gets nothing, and takes no hand away from the next', async () => {
  const hands = createFreeHands(1);
  const done = await hands.take(100);
  const late = hands.take(100);
  await jest.advanceTimersByTimeAsync(100);
  expect(await late).toBeUndefined();
  done?.();
  expect(await hands.take(0)).toBeDefined();
  const none = hands.take(0);
  await jest.advanceTimersByTimeAsync(0);
  expect(await none).toBeUndefined();
});

test('once closed it gives out no hand, and says when those that were given are free', async () => {
  const hands = createFreeHands(2);
  const [first, second] = [await hands.take(100), await hands.take(100)];
  expect(hands.areFull()).toBe(true);
  const late = hands.take(100);
  let free = false;
  const closed = hands.close().then(() => {
    free = true;
  });
  expect(await late).toBeUndefined();
  expect(await hands.take(100)).toBeUndefined();
  first?.();
  await jest.advanceTimersByTimeAsync(0);
  expect(free).toBe(false);
  second?.();
  await closed;
});
