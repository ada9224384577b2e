import { type Platform, platformOf } from '../platform';
import { equalOrganizations, unequalOrganizations, type Workload } from '../workload';
import { ADAPTIVE_STRATEGY } from './strategies';
import { COLUMNS, linesOf, rowsPerSecond, type Sweep, type SweepRun } from './sweep';

const MILLION = 1_000_000;
/** Of those that do upkeep, where not every worker does. */
const ELECTED = 3;

const UPKEEP: readonly (readonly [name: string, changes: Partial<Platform>])[] = [
  ['upkeep by every worker (now)', {}],
  [`upkeep by ${ELECTED} workers`, { upkeepBy: ELECTED }],
];

export function workersSweep(): Sweep {
  const workload = equalOrganizations({ organizations: 100, filesEach: 3, rows: MILLION });
  const runs = [1, 3, 10, 30, 100, 300, 1_000, 3_000, 5_000].flatMap((workers) =>
    UPKEEP.map(([name, changes]): SweepRun => {
      const platform = platformOf({ workers, databases: 8, ...changes });
      return { name, x: workers, platform, workload };
    }),
  );
  return {
    name: 'workers',
    question: '300 files of a million rows at once, 8 databases of 16 cores: what do more workers give?',
    xLabel: 'workers, of 2 places each',
    runs,
    columns: [
      COLUMNS.rowsPerSecond,
      COLUMNS.bottleneck,
      COLUMNS.places,
      COLUMNS.threads,
      COLUMNS.busiestDatabase,
      COLUMNS.upkeepOnDatabase,
      COLUMNS.redis,
      COLUMNS.mostQueued,
    ],
    charts: [
      {
        file: 'simulated-workers',
        title: 'More workers: rows per second, simulated',
        yLabel: 'rows per second',
        yScale: 'log',
        lines: linesOf(runs, rowsPerSecond),
      },
    ],
  };
}

export function concurrencySweep(): Sweep {
  const workload = equalOrganizations({ organizations: 50, filesEach: 2, rows: MILLION });
  const runs = [1, 2, 3, 4, 6, 8].map(
    (concurrency): SweepRun => ({
      name: '20 workers',
      x: concurrency,
      workload,
      platform: platformOf({ workers: 20, concurrency }),
    }),
  );
  return {
    name: 'concurrency',
    question:
      '100 files of a million rows at once, 20 workers, 4 databases of 16 cores: how many places each?',
    xLabel: 'places of one worker (WORKER_CONCURRENCY)',
    runs,
    columns: [
      COLUMNS.rowsPerSecond,
      COLUMNS.bottleneck,
      COLUMNS.places,
      COLUMNS.threads,
      COLUMNS.busiestDatabase,
    ],
    charts: [],
  };
}

/** Always the same rows, in more and more files. */
export function activeSweep(): Sweep {
  const rows = 200 * MILLION;
  const runs = [10, 100, 1_000, 10_000].flatMap((active) => {
    const workload = equalOrganizations({ organizations: active, filesEach: 1, rows: rows / active });
    return [100, 1_000].flatMap((workers) =>
      UPKEEP.map(
        ([name, changes]): SweepRun => ({
          name: `${workers.toLocaleString('en-US')} workers, ${name}`,
          x: active,
          platform: platformOf({ workers, databases: 2, ...changes }),
          workload,
        }),
      ),
    );
  });
  return {
    name: 'active',
    question: '200 million rows at once, 2 databases of 16 cores: in how many files?',
    xLabel: 'active bulk resets',
    runs,
    columns: [
      COLUMNS.rowsPerSecond,
      COLUMNS.bottleneck,
      COLUMNS.places,
      COLUMNS.threads,
      COLUMNS.busiestDatabase,
      COLUMNS.upkeepOnDatabase,
      COLUMNS.redis,
      COLUMNS.upkeepOnRedis,
      COLUMNS.mostQueued,
    ],
    charts: [
      {
        file: 'simulated-active',
        title: 'More active bulk resets: rows per second, simulated',
        yLabel: 'rows per second',
        yScale: 'log',
        lines: linesOf(runs, rowsPerSecond),
      },
    ],
  };
}

/** Files of one small chunk: nothing but overhead, the hardest for Redis. */
export function shardsSweep(): Sweep {
  const workload = equalOrganizations({ organizations: 2_000, filesEach: 5, rows: 100 });
  const common = { workers: 2_000, databases: 64, upkeepBy: ELECTED } satisfies Partial<Platform>;
  const runs = [1, 2, 4, 8, 16, 32, 64].flatMap((queueShards): SweepRun[] => [
    {
      name: 'a node for each shard',
      x: queueShards,
      platform: platformOf({ ...common, queueShards, redisNodes: queueShards }),
      workload,
    },
    {
      name: '3 nodes',
      x: queueShards,
      platform: platformOf({ ...common, queueShards, redisNodes: 3 }),
      workload,
    },
    {
      name: 'a node for each shard, a shard for each worker',
      x: queueShards,
      platform: platformOf({ ...common, queueShards, redisNodes: queueShards, shardsPerWorker: 'one' }),
      workload,
    },
  ]);
  return {
    name: 'shards',
    question: '10,000 files of 100 rows at once, 2,000 workers, 64 databases: how many queue shards?',
    xLabel: 'queue shards',
    runs,
    columns: [
      COLUMNS.chunksPerSecond,
      COLUMNS.bottleneck,
      COLUMNS.places,
      COLUMNS.busiestDatabase,
      COLUMNS.redis,
      COLUMNS.upkeepOnRedis,
    ],
    charts: [
      {
        file: 'simulated-shards',
        title: 'Queue shards: chunks per second, simulated',
        yLabel: 'chunks per second',
        yScale: 'linear',
        lines: linesOf(runs, ({ chunksPerSecond }) => chunksPerSecond),
      },
    ],
  };
}

export function databasesSweep(seed: number): Sweep {
  const equal = equalOrganizations({ organizations: 500, filesEach: 1, rows: MILLION });
  const unequal = unequalOrganizations({
    seed,
    organizations: 500,
    files: 6_000,
    arrivals: { kind: 'at-once' },
    largestRows: MILLION,
  });
  const workloads: [string, Workload][] = [
    ['equal organizations', equal],
    ['unequal organizations (Zipf)', unequal],
  ];
  const runs = [1, 2, 4, 8, 16, 32, 64].flatMap((databases) =>
    workloads.map(([name, workload]): SweepRun => {
      const platform = platformOf({ workers: 1_000, databases, upkeepBy: ELECTED });
      return { name, x: databases, platform, workload };
    }),
  );
  return {
    name: 'databases',
    question: 'Half a billion rows at once, 1,000 workers: what do more databases of 16 cores give?',
    xLabel: 'databases, sharded by organization',
    runs,
    columns: [
      COLUMNS.rowsPerSecond,
      COLUMNS.bottleneck,
      COLUMNS.places,
      COLUMNS.threads,
      COLUMNS.databases,
      COLUMNS.busiestDatabase,
      COLUMNS.redis,
    ],
    charts: [
      {
        file: 'simulated-databases',
        title: 'More databases: rows per second, simulated',
        yLabel: 'rows per second',
        yScale: 'log',
        lines: linesOf(runs, rowsPerSecond),
      },
    ],
  };
}

/** Sizes to plan with: of ten machines, a fifth are databases, and two thirds workers with 12 processes each. */
const STAGES: readonly (Partial<Platform> & { machines: number; files: number })[] = [
  { machines: 1, files: 60, workers: 6, databases: 1, coresPerDatabase: 8 },
  { machines: 10, files: 200, workers: 72, databases: 2 },
  { machines: 100, files: 600, workers: 720, databases: 25, queueShards: 8, redisNodes: 3 },
  { machines: 1_000, files: 2_000, workers: 7_200, databases: 250, queueShards: 64, redisNodes: 24 },
];

export function stagesSweep(): Sweep {
  const runs = STAGES.flatMap(({ machines, files, ...platform }) => {
    const workload = equalOrganizations({ organizations: files, filesEach: 1, rows: MILLION });
    return [
      { name: 'as it is', x: machines, workload, platform: platformOf(platform) },
      {
        name: 'upkeep by 3 workers',
        x: machines,
        workload,
        platform: platformOf({ ...platform, upkeepBy: ELECTED }),
      },
      {
        name: 'upkeep by 3 workers, adaptive window',
        x: machines,
        workload,
        platform: platformOf({ ...platform, upkeepBy: ELECTED, strategy: ADAPTIVE_STRATEGY }),
      },
    ];
  });
  return {
    name: 'stages',
    question: 'As many files of a million rows at once as fit the system: how far does each stage go?',
    xLabel: 'machines of 16 cores',
    runs,
    columns: [
      COLUMNS.rowsPerSecond,
      COLUMNS.bottleneck,
      COLUMNS.places,
      COLUMNS.threads,
      COLUMNS.databases,
      COLUMNS.busiestDatabase,
      COLUMNS.upkeepOnDatabase,
      COLUMNS.redis,
    ],
    charts: [
      {
        file: 'simulated-stages',
        title: 'From one machine to a thousand: rows per second, simulated',
        yLabel: 'rows per second',
        yScale: 'log',
        lines: linesOf(runs, rowsPerSecond),
      },
    ],
  };
}
