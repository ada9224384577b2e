import { longest, type Statement } from './database-work';

const statement = (digest: string, times: number, seconds: number): Statement => ({
  digest,
  text: `SELECT ${digest}`,
  times: String(times),
  picoseconds: String(seconds * 1e12),
});

test('statements are told by the time since, the longest first, and those that did not run are not', () => {
  const before = new Map([statement('a', 5, 60), statement('b', 9, 1)].map((one) => [one.digest, one]));
  const after = [statement('a', 6, 60.25), statement('b', 9, 1), statement('c', 2, 3)];
  expect(longest(before, after)).toEqual(['3.000 s, 2 times: SELECT c', '0.250 s, 1 times: SELECT a']);
});

test('the ten longest are told, and each by its beginning', () => {
  const after = Array.from({ length: 12 }, (_, index) => statement('x'.repeat(200) + index, 1, index));
  const told = longest(new Map(), after);
  expect(told).toHaveLength(10);
  expect(told[0]).toMatch(/^11\.000 s, 1 times: SELECT x{153}$/);
});
