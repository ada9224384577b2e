import type { Figures, Run } from '../figures';

/** A run of a sweep. What has the same name is one line of a chart. */
export type SweepRun = Run & { name: string; x: number };
export type Column = { heading: string; of: (figures: Figures) => number | string };
export type SweepChart = {
  /** Name of the file, without its ending. */
  file: string;
  title: string;
  /** With the unit. */
  yLabel: string;
  yScale: 'linear' | 'log';
  lines: readonly ChartLine[];
};
/** The runs of one name make a line, or several with what they are to show. */
export type ChartLine = { run: string; name: string; of: (figures: Figures) => number };

/** One question, and the runs that answer it. */
export type Sweep = {
  name: string;
  question: string;
  /** With the unit; nothing where the runs differ by name alone. */
  xLabel?: string;
  runs: readonly SweepRun[];
  columns: readonly Column[];
  charts: readonly SweepChart[];
};

const percent = (share: number) => `${Math.round(share * 100)} %`;

export const COLUMNS = {
  rowsPerSecond: { heading: 'rows/s', of: ({ rowsPerSecond }) => Math.round(rowsPerSecond) },
  chunksPerSecond: { heading: 'chunks/s', of: ({ chunksPerSecond }) => Math.round(chunksPerSecond) },
  seconds: { heading: 'all done s', of: ({ seconds }) => Number(seconds.toFixed(1)) },
  bottleneck: { heading: 'held back by', of: ({ bottleneck }) => bottleneck },
  places: { heading: 'places', of: ({ utilization }) => percent(utilization.places) },
  threads: { heading: 'threads', of: ({ utilization }) => percent(utilization.threads) },
  databases: { heading: 'databases', of: ({ utilization }) => percent(utilization.databases) },
  busiestDatabase: { heading: 'busiest', of: ({ utilization }) => percent(utilization.busiestDatabase) },
  upkeepOnDatabase: {
    heading: 'its upkeep',
    of: ({ utilization }) => percent(utilization.upkeepOnBusiestDatabase),
  },
  redis: { heading: 'redis', of: ({ utilization }) => percent(utilization.busiestRedisNode) },
  upkeepOnRedis: {
    heading: 'its upkeep',
    of: ({ utilization }) => percent(utilization.upkeepOnBusiestRedisNode),
  },
  mostQueued: { heading: 'queued, most', of: ({ mostQueued }) => mostQueued },
  heldBack: { heading: 'held back', of: ({ meanHeldBack }) => Math.round(meanHeldBack) },
  jainOfThroughput: { heading: 'Jain', of: ({ jainOfThroughput }) => Number(jainOfThroughput.toFixed(3)) },
  jainOfSpeed: { heading: 'Jain, speed', of: ({ jainOfSpeed }) => Number(jainOfSpeed.toFixed(3)) },
  slowestToFastest: {
    heading: 'slowest/fastest',
    of: ({ slowestToFastest }) => Number(slowestToFastest.toFixed(3)),
  },
} as const satisfies Record<string, Column>;

/** The median and the 99th percentile of the slowdowns of a class. */
export const slowdownColumns = (classes: readonly string[]): Column[] =>
  classes.flatMap((name) => [
    { heading: name, of: ({ slowdowns }) => Number((slowdowns[name]?.median ?? Number.NaN).toFixed(1)) },
    { heading: 'p99', of: ({ slowdowns }) => Number((slowdowns[name]?.p99 ?? Number.NaN).toFixed(1)) },
  ]);
export const p99Of =
  (name: string) =>
  ({ slowdowns }: Figures): number =>
    slowdowns[name]?.p99 ?? Number.NaN;
export const rowsPerSecond = (figures: Figures): number => figures.rowsPerSecond;
/** One line for each name of runs. */
export const linesOf = (runs: readonly SweepRun[], of: (figures: Figures) => number): ChartLine[] =>
  [...new Set(runs.map(({ name }) => name))].map((name) => ({ run: name, name, of }));
