import { StaleCounter } from './stale-counter';

test('what has been there for long is what is there, less what came of late', () => {
  const counter = new StaleCounter(10);
  counter.add(0.5, 5);
  counter.add(4, 3);
  expect(counter.at(9)).toBe(0);
  expect(counter.at(10)).toBe(5);
  counter.take();
  expect(counter.at(14)).toBe(7);
  counter.add(100, 2);
  expect([counter.at(100), counter.at(200)]).toEqual([7, 9]);
});
