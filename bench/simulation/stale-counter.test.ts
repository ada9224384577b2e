import { StaleCounter } from './stale-counter';

test('what has been there for long is what came long ago and has not been taken', () => {
  const counter = new StaleCounter(10);
  counter.add(0.5, 5);
  counter.add(4, 3);
  expect(counter.at(9)).toBe(0);
  expect(counter.at(10)).toBe(5);
  counter.take(13, 0.5);
  expect(counter.at(13)).toBe(4);
  expect(counter.at(14)).toBe(7);
  counter.add(100, 2);
  expect([counter.at(100), counter.at(200)]).toEqual([7, 9]);
});

test('what is taken soon was never there for long, whatever was there before it', () => {
  const counter = new StaleCounter(10);
  counter.add(0, 2);
  counter.add(12, 3);
  counter.take(13, 12);
  expect([counter.at(13), counter.queued]).toEqual([2, 4]);
});
