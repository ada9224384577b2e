import type { BulkReset } from './dispatcher';
import { jainIndex, organizationsOf, sizeClass, slowdownsOf } from './fairness';

const done = (organization: number, rows: number, at: number, readyAt: number): BulkReset => ({
  number: 0,
  organization,
  rows,
  at,
  readyAt,
  confirmAfter: 0,
  shard: 0,
  chunks: 1,
  phase: 'ready',
  taken: 0,
  done: 0,
  completedAt: Number.NaN,
});
/** A second for each thousand rows. */
const alone = (rows: number) => rows / 1_000;

test("Jain's index is 1 where all are equal, and 1/n where one has everything", () => {
  expect(jainIndex([7, 7, 7])).toBe(1);
  expect(jainIndex([1, 0, 0, 0])).toBe(0.25);
  expect(jainIndex([1, 2, 3])).toBeCloseTo(36 / 42, 12);
});

test('slowdowns are told by class', () => {
  const files = [done(1, 1_000, 0, 2), done(1, 1_000, 5, 9), done(1, 2_000_000, 0, 3_000)];
  expect(slowdownsOf(files, alone, sizeClass)).toEqual({
    small: { files: 2, median: 3, p99: 4 },
    huge: { files: 1, median: 1.5, p99: 1.5 },
  });
});

test('an organization has the rows of all its files for as long as one of them waits', () => {
  const files = [done(1, 4_000, 0, 4), done(2, 1_000, 1, 3), done(2, 3_000, 2, 9)];
  expect(organizationsOf(files, alone)).toEqual([
    { rowsPerSecond: 1_000, speed: 1 },
    { rowsPerSecond: 500, speed: 4 / 9 },
  ]);
});
