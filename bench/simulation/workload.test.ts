import { flood, rowsOf, unequalOrganizations } from './workload';

const wanted = {
  seed: 1,
  organizations: 50,
  files: 2_000,
  arrivals: { kind: 'peak', seconds: 100 },
} as const;

test('the same seed gives the same files, another one others', () => {
  expect(unequalOrganizations(wanted)).toEqual(unequalOrganizations(wanted));
  expect(unequalOrganizations({ ...wanted, seed: 2 })).not.toEqual(unequalOrganizations(wanted));
});

test('files have the sizes that were asked for, whatever the seed, and come in order', () => {
  const files = unequalOrganizations(wanted);
  const count = (rows: number) => files.filter((file) => file.rows === rows).length;
  expect([100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000].map(count)).toEqual([
    1_000, 500, 300, 140, 50, 10,
  ]);
  expect(rowsOf(files)).toBe(167_600_000);
  const times = files.map(({ at }) => at);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(rowsOf(unequalOrganizations({ ...wanted, largestRows: 1_000 }))).toBeLessThan(1_000 * 2_000);
});

test('organizations send by the law of Zipf', () => {
  const files = unequalOrganizations({ ...wanted, files: 20_000 });
  const sent = (organization: number) => files.filter((file) => file.organization === organization).length;
  // Of 50 organizations the first sends 1 / (1 + 1/2 + ... + 1/50) of all: 22 %.
  expect(sent(0) / files.length).toBeCloseTo(0.222, 1);
  expect(sent(0) / sent(1)).toBeGreaterThan(1.8);
  expect(sent(0) / sent(1)).toBeLessThan(2.2);
  expect(Math.max(...files.map(({ organization }) => organization))).toBeLessThan(50);
});

test.each([
  ['even', 0.25],
  ['peak', 0.125],
  ['day', 0.1],
] as const)('of files that come %s, about %p come in the first quarter', (kind, share) => {
  const files = unequalOrganizations({ ...wanted, arrivals: { kind, seconds: 100 } });
  expect(files.filter(({ at }) => at < 25).length / files.length).toBeCloseTo(share, 1);
});

test('a flood comes at once, the others after it', () => {
  const files = flood({ floodFiles: 3, others: 2, rows: 10, betweenSeconds: 0.5 });
  expect(files.map(({ organization, at }) => [organization, at])).toEqual([
    [0, 0],
    [0, 0],
    [0, 0],
    [1, 0.5],
    [2, 1],
  ]);
});
