import { SIZE_CLASSES } from '../fairness';
import { type Platform, platformOf } from '../platform';
import { FILE_SIZES, unequalOrganizations } from '../workload';
import { COLUMNS, type Sweep, type SweepRun, slowdownColumns } from './sweep';

const ROWS_A_DAY = 10_000_000_000;
/** A part of the peak hour stands for all of it. */
const SIMULATED_SECONDS = 600;
const ROWS_OF_1_000_FILES = FILE_SIZES.reduce((sum, [rows, files]) => sum + rows * files, 0);
const FLEETS: readonly (readonly [name: string, changes: Partial<Platform>])[] = [
  ['10 workers, 1 database', { workers: 10, databases: 1 }],
  ['30 workers, 2 databases', { workers: 30, databases: 2 }],
  ['100 workers, 8 databases', { workers: 100, databases: 8 }],
];

/** 10 billion rows a day of unequal organizations, at its mean rate and above it. */
export function peakHourSweep(seed: number): Sweep {
  const runs = [1, 3, 10].flatMap((peak) => {
    const rows = (ROWS_A_DAY / 86_400) * peak * SIMULATED_SECONDS;
    const files = Math.round((rows / ROWS_OF_1_000_FILES) * 1_000);
    const arrivals = { kind: 'even', seconds: SIMULATED_SECONDS } as const;
    const workload = unequalOrganizations({ seed, organizations: 100_000, files, arrivals });
    return FLEETS.map(
      ([name, changes]): SweepRun => ({ name, x: peak, platform: platformOf(changes), workload }),
    );
  });
  return {
    name: 'peak-hour',
    question:
      '10 billion rows a day from 100,000 unequal organizations, databases of 16 cores: what does the peak need?',
    xLabel: 'peak, times the mean of the day',
    runs,
    columns: [
      COLUMNS.rowsPerSecond,
      COLUMNS.bottleneck,
      COLUMNS.places,
      COLUMNS.threads,
      COLUMNS.busiestDatabase,
      COLUMNS.redis,
      COLUMNS.mostQueued,
      ...slowdownColumns(SIZE_CLASSES),
    ],
    charts: [],
  };
}
