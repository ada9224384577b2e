import { PHASES } from './dispatcher';
import { figuresOf } from './figures';
import { NOTHING_COSTS } from './no-costs.fixture';
import { type Platform, platformOf, type Strategy } from './platform';
import type { Costs } from './read-costs';
import { type CommittedChunk, simulate } from './simulate';
import { STRATEGIES } from './sweeps/strategies';
import { equalOrganizations, rowsOf, unequalOrganizations } from './workload';

/** Round numbers, and nothing beside the work. */
const COSTS: Costs = {
  ...NOTHING_COSTS,
  perFullChunk: {
    validate: { workerSeconds: 1, databaseSeconds: 2 },
    settle: { workerSeconds: 0, databaseSeconds: 1 },
    reset: { workerSeconds: 0, databaseSeconds: 4 },
  },
  summarize: { workerSeconds: 0, databaseSeconds: 0.5, databaseSecondsPerChunk: 0.25, waitSeconds: 0 },
};
const small = (changes: Partial<Platform> = {}) =>
  platformOf({ workers: 2, concurrency: 1, databases: 1, coresPerDatabase: 2, ...changes });
const UNEQUAL = unequalOrganizations({
  seed: 3,
  organizations: 20,
  files: 200,
  arrivals: { kind: 'peak', seconds: 500 },
  largestRows: 10_000,
});

test('a case worked out by hand', () => {
  const chunks: CommittedChunk[] = [];
  const { bulkResets, seconds } = simulate({
    costs: COSTS,
    platform: small(),
    workload: [{ organization: 0, rows: 2_500, at: 10, confirmAfter: 5 }],
    onChunk: (chunk) => chunks.push(chunk),
  });
  const told = chunks.map(({ phase, number, rows, at }) => [phase, number, rows, Number(at.toFixed(6))]);
  expect(told).toEqual([
    // Two workers: a second of parsing and two of the database each; the half chunk comes after the first of them.
    ['validate', 0, 1_000, 13],
    ['validate', 1, 1_000, 13],
    ['validate', 2, 500, 14.5],
    ['settle', 0, 1_000, 15.5],
    ['settle', 1, 1_000, 15.5],
    ['settle', 2, 500, 16],
    // 0.5 and three times 0.25.
    ['summarize', 0, 0, 17.25],
    // Confirmed 5 seconds after it was ready.
    ['reset', 0, 1_000, 26.25],
    ['reset', 1, 1_000, 26.25],
    ['reset', 2, 500, 28.25],
  ]);
  expect(bulkResets[0]).toMatchObject({ phase: 'completed' });
  expect(bulkResets[0]?.readyAt).toBeCloseTo(17.25, 6);
  expect(seconds).toBeCloseTo(28.25, 6);
});

test('a database with fewer cores than statements slows them all down', () => {
  const { bulkResets } = simulate({
    costs: COSTS,
    platform: small({ coresPerDatabase: 1 }),
    workload: equalOrganizations({ organizations: 1, filesEach: 1, rows: 2_000 }),
  });
  // Parsed side by side in 1, then 2 x 2 of one core, 2 x 1, a summary of 1, and 2 x 4.
  expect(bulkResets[0]?.readyAt).toBeCloseTo(8, 6);
  expect(bulkResets[0]?.completedAt).toBeCloseTo(16, 6);
});

const VARIANTS: [string, Partial<Platform>][] = [
  ...Object.entries(STRATEGIES).map(([name, strategy]): [string, { strategy: Strategy }] => [
    name,
    { strategy },
  ]),
  ['an organization at a time', { strategy: { order: 'fifo', window: 8, organizationCap: 1 } }],
  ['four shards', { queueShards: 4, redisNodes: 3, databases: 3 }],
  ['a shard for each worker', { workers: 4, queueShards: 4, shardsPerWorker: 'one' }],
];

test.each(VARIANTS)('every row is processed exactly once in each phase: %s', (_, changes) => {
  const seen = new Map<string, number>();
  const { bulkResets, load } = simulate({
    costs: COSTS,
    platform: small({ ...changes }),
    workload: UNEQUAL,
    onChunk: ({ bulkReset, phase, number, rows }) => {
      const key = `${bulkReset} ${phase} ${number}`;
      expect(seen.has(key)).toBe(false);
      seen.set(key, rows);
    },
  });
  for (const phase of PHASES.filter((name) => name !== 'summarize')) {
    const rows = [...seen].filter(([key]) => key.includes(phase)).reduce((sum, [, count]) => sum + count, 0);
    expect(rows).toBe(rowsOf(UNEQUAL));
  }
  expect([...seen.keys()].filter((key) => key.includes('summarize'))).toHaveLength(UNEQUAL.length);
  for (const { phase, at, readyAt, completedAt, confirmAfter } of bulkResets) {
    expect(phase).toBe('completed');
    expect(readyAt).toBeGreaterThan(at);
    expect(completedAt).toBeGreaterThan(readyAt + confirmAfter);
  }
  expect(load.utilization.places).toBeLessThanOrEqual(1);
});

test('the same input gives the same result, event for event', () => {
  const run = () => {
    const chunks: CommittedChunk[] = [];
    const result = simulate({
      costs: COSTS,
      platform: small({ queueShards: 3, databases: 2 }),
      workload: UNEQUAL,
      onChunk: (chunk) => chunks.push(chunk),
    });
    return { result, chunks };
  };
  expect(run()).toEqual(run());
});

test('no bulk reset has more chunks in hand and in the queue than its window', () => {
  const places = 30;
  const one = (window: number) =>
    simulate({
      costs: COSTS,
      platform: small({ workers: places, coresPerDatabase: places, strategy: { order: 'fifo', window } }),
      workload: equalOrganizations({ organizations: 1, filesEach: 1, rows: 60_000 }),
    });
  // 60 chunks of 3 s, 1 s and 4 s, and a summary of 15.5 s.
  expect(one(60).seconds).toBeCloseTo(2 * 8 + 15.5, 6);
  expect(one(5).seconds).toBeCloseTo(12 * 8 + 15.5, 6);
  expect(one(5).load.mostQueued).toBe(0);
  expect(one(60).load.mostQueued).toBe(30);
});

test('small files that alone keep the fleet busy stop a large one by priority, and not in order of arrival', () => {
  const work = { workerSeconds: 0, databaseSeconds: 1 };
  const largeReadyAt = (order: Strategy['order'], files: number) => {
    const { bulkResets } = simulate({
      costs: { ...NOTHING_COSTS, perFullChunk: { validate: work, settle: work, reset: work } },
      platform: small({ coresPerDatabase: 4, strategy: { order, window: 8 } }),
      // Slightly more than two places can do: small files of three chunks of a second each.
      workload: [
        { organization: 0, rows: 20_000, at: 0, confirmAfter: 0 },
        ...Array.from({ length: files }, (_, at) => ({
          organization: 1,
          rows: 1_000,
          at: 0.5 + at * 1.4,
          confirmAfter: 0,
        })),
      ],
    });
    return bulkResets[0]?.readyAt ?? Number.NaN;
  };
  expect(largeReadyAt('priority', 400)).toBeGreaterThan(400 * 1.4);
  expect(largeReadyAt('fifo', 400)).toBeLessThan(200);
});

test('a saturated worker is busy all the time and as fast as its thread', () => {
  const quick = { workerSeconds: 0, databaseSeconds: 0.1 };
  const perFullChunk = { validate: { ...quick, workerSeconds: 9 }, settle: quick, reset: quick };
  const { load } = simulate({
    costs: { ...COSTS, perFullChunk },
    platform: small({ workers: 1, concurrency: 4, coresPerDatabase: 8 }),
    workload: equalOrganizations({ organizations: 4, filesEach: 5, rows: 10_000 }),
  });
  expect(load.utilization.threads).toBeGreaterThan(0.95);
  expect(load.rows / load.seconds).toBeGreaterThan((0.85 * 1_000) / 9);
  expect(load.rows / load.seconds).toBeLessThan((1.1 * 1_000) / 9);
});

test('upkeep by every worker takes the database away from the work, by a few it does not', () => {
  const upkeep = { ...COSTS.upkeep, databaseSecondsPerBulkReset: 0.01 };
  const speed = (upkeepBy: Platform['upkeepBy']) =>
    figuresOf(
      {
        platform: small({ workers: 200, coresPerDatabase: 16, upkeepBy }),
        workload: equalOrganizations({ organizations: 40, filesEach: 1, rows: 20_000 }),
      },
      { ...COSTS, upkeep },
    );
  const [every, few] = [speed('every-worker'), speed(2)];
  expect(few.bottleneck).toBe('databases');
  expect(few.rowsPerSecond).toBeGreaterThan(1.3 * every.rowsPerSecond);
  expect(every.utilization.upkeepOnBusiestDatabase).toBeGreaterThan(0.2);
});

test('equal organizations are served alike by what we have', () => {
  const { slowestToFastest, jainOfThroughput, slowdowns } = figuresOf(
    {
      platform: small({ workers: 4, coresPerDatabase: 4 }),
      workload: equalOrganizations({ organizations: 10, filesEach: 5, rows: 20_000 }),
    },
    COSTS,
  );
  expect(slowestToFastest).toBeGreaterThan(0.95);
  expect(jainOfThroughput).toBeGreaterThan(0.99);
  expect(slowdowns.medium?.files).toBe(50);
});
