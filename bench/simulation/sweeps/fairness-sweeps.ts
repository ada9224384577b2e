import { SIZE_CLASSES } from '../fairness';
import { CURRENT_STRATEGY, platformOf } from '../platform';
import type { Costs } from '../read-costs';
import { simulate } from '../simulate';
import {
  type Arrivals,
  equalOrganizations,
  flood,
  rowsOf,
  smallBesideHuge,
  unequalOrganizations,
} from '../workload';
import { FIFO_STRATEGY, NOW, STRATEGIES } from './strategies';
import { COLUMNS, linesOf, p99Of, rowsPerSecond, type Sweep, type SweepRun, slowdownColumns } from './sweep';

const MILLION = 1_000_000;
const WINDOWS = [1, 2, 4, 8, 16, 32, 64];

/** How fast one file can go that has the fleet to itself. */
export function windowAloneSweep(): Sweep {
  const workload = equalOrganizations({ organizations: 1, filesEach: 1, rows: 10 * MILLION });
  const runs = [10, 100, 1_000].flatMap((workers) =>
    WINDOWS.map(
      (window): SweepRun => ({
        name: `${workers.toLocaleString('en-US')} workers`,
        x: window,
        workload,
        platform: platformOf({ workers, databases: 1, strategy: { ...CURRENT_STRATEGY, window } }),
      }),
    ),
  );
  return {
    name: 'window-alone',
    question: 'One file of 10 million rows, one database of 16 cores: how wide a window?',
    xLabel: 'window, chunks of one bulk reset',
    runs,
    columns: [
      COLUMNS.seconds,
      COLUMNS.rowsPerSecond,
      COLUMNS.bottleneck,
      COLUMNS.places,
      COLUMNS.threads,
      COLUMNS.busiestDatabase,
    ],
    charts: [
      {
        file: 'simulated-window-alone',
        title: 'One large file alone: rows per second by window, simulated',
        yLabel: 'rows per second',
        yScale: 'linear',
        lines: [10, 100, 1_000].map((workers) => {
          const run = `${workers.toLocaleString('en-US')} workers`;
          return { run, name: run, of: rowsPerSecond };
        }),
      },
    ],
  };
}

/** What a small file pays for large ones beside it. */
export function windowBesideSweep(): Sweep {
  const fleets = [10, 100].map((workers) => ({
    name: `${workers} workers`,
    workers,
    workload: smallBesideHuge({
      huge: workers,
      hugeRows: 2 * MILLION,
      small: 300,
      smallRows: 100,
      betweenSeconds: 0.1,
    }),
  }));
  const orders = [
    ['by priority', CURRENT_STRATEGY],
    ['FIFO', FIFO_STRATEGY],
  ] as const;
  const runs = fleets.flatMap(({ name, workers, workload }) =>
    orders.flatMap(([order, strategy]) =>
      WINDOWS.map(
        (window): SweepRun => ({
          name: `${name}, ${order}`,
          x: window,
          workload,
          platform: platformOf({ workers, databases: 8, strategy: { ...strategy, window } }),
        }),
      ),
    ),
  );
  return {
    name: 'window-beside',
    question: 'Files of 100 rows beside a file of 2 million for each worker: how wide a window?',
    xLabel: 'window, chunks of one bulk reset',
    runs,
    columns: [
      ...slowdownColumns(['small', 'huge']),
      COLUMNS.rowsPerSecond,
      COLUMNS.bottleneck,
      COLUMNS.mostQueued,
    ],
    charts: [
      {
        file: 'simulated-window-beside',
        title: 'A small file beside large ones: 99th percentile by window, simulated',
        yLabel: 'time to ready, times what it takes alone',
        yScale: 'log',
        lines: linesOf(runs, p99Of('small')),
      },
    ],
  };
}

const FLEET = { workers: 20, databases: 2, coresPerDatabase: 16 } as const;
const FILES = 3_000;

const unequal = (seed: number, arrivals: Arrivals) =>
  unequalOrganizations({ seed, organizations: 300, files: FILES, arrivals });

/** How long the fleet needs for all files when they come at once and nobody is waited for. */
function secondsAtOnce(seed: number, costs: Costs): number {
  const workload = unequal(seed, { kind: 'at-once' }).map((planned) => ({ ...planned, confirmAfter: 0 }));
  const { load } = simulate({ platform: platformOf(FLEET), costs, workload });
  return rowsOf(workload) / (load.rows / load.seconds);
}

export function loadSweep(seed: number, costs: Costs): Sweep {
  const atOnce = secondsAtOnce(seed, costs);
  const runs = [0.3, 0.5, 0.7, 0.9, 1.1, 1.3, 1.5, 1.7, 2].map((load): SweepRun => {
    const workload = unequal(seed, { kind: 'even', seconds: atOnce / load });
    const rowsPerSecond = Math.round((rowsOf(workload) * load) / atOnce);
    return { name: NOW, x: rowsPerSecond, platform: platformOf(FLEET), workload };
  });
  return {
    name: 'load',
    question:
      '300 unequal organizations, files of 100 to 10 million rows, 20 workers: how does waiting grow?',
    xLabel: 'rows per second that come',
    runs,
    columns: [
      ...slowdownColumns(SIZE_CLASSES),
      COLUMNS.jainOfSpeed,
      COLUMNS.bottleneck,
      COLUMNS.places,
      COLUMNS.threads,
      COLUMNS.mostQueued,
    ],
    charts: [
      {
        file: 'simulated-load',
        title: 'Waiting by load: 99th percentile of each size, simulated',
        yLabel: 'time to ready, times what it takes alone',
        yScale: 'log',
        lines: SIZE_CLASSES.map((name) => ({
          run: NOW,
          name: { small: 'to 1,000 rows', medium: 'to 100,000', large: 'to 1 million', huge: '10 million' }[
            name
          ],
          of: p99Of(name),
        })),
      },
    ],
  };
}

/** The same busy hour under every strategy. */
export function strategiesSweep(seed: number, costs: Costs): Sweep {
  const workload = unequal(seed, { kind: 'peak', seconds: secondsAtOnce(seed, costs) });
  const columns = [
    ...slowdownColumns(SIZE_CLASSES),
    COLUMNS.jainOfSpeed,
    COLUMNS.rowsPerSecond,
    COLUMNS.bottleneck,
    COLUMNS.mostQueued,
  ];
  const question = '300 unequal organizations, all files around one moment, 20 workers: which strategy?';
  return { name: 'strategies', question, runs: byStrategy(workload), columns, charts: [] };
}

export function floodSweep(): Sweep {
  const workload = flood({ floodFiles: 200, others: 50, rows: 100_000, betweenSeconds: 0.4 });
  const classOf = ({ organization }: { organization: number }) => (organization === 0 ? 'flood' : 'others');
  const columns = [
    ...slowdownColumns(['others', 'flood']),
    COLUMNS.rowsPerSecond,
    COLUMNS.bottleneck,
    COLUMNS.mostQueued,
  ];
  const question =
    'One organization sends 200 files of 100,000 rows, then 50 others one each, 20 workers: who waits?';
  return { name: 'flood', question, runs: byStrategy(workload, classOf), columns, charts: [] };
}

export function equalSweep(): Sweep {
  const workload = equalOrganizations({ organizations: 10, filesEach: 5, rows: 500_000 });
  const columns = [
    COLUMNS.slowestToFastest,
    COLUMNS.jainOfThroughput,
    ...slowdownColumns(['large']),
    COLUMNS.rowsPerSecond,
    COLUMNS.bottleneck,
  ];
  const question =
    '10 equal organizations with 5 files of 500,000 rows each, 20 workers: are they served alike?';
  return { name: 'equal', question, runs: byStrategy(workload), columns, charts: [] };
}

/** Beside what a file takes alone as it is now, so that strategies can be compared. */
const byStrategy = (workload: SweepRun['workload'], classOf?: SweepRun['classOf']): SweepRun[] =>
  Object.entries(STRATEGIES).map(([name, strategy], x) => ({
    name,
    x,
    workload,
    platform: platformOf({ ...FLEET, strategy }),
    aloneBy: CURRENT_STRATEGY,
    ...(classOf && { classOf }),
  }));
