import type { CaseResult } from '../result';
import { type ChartPoint, type LineChart, lineChart } from './line-chart';

const PHASES = ['validate', 'reset'] as const;
const BY_ROWS = { xLabel: 'rows of the file', xScale: 'log' } as const;
const BY_WORKERS = { xLabel: 'worker processes', xScale: 'linear' } as const;

/** @returns the pictures of how cost grows, by the names of their files; only those of what was measured */
export function growthCharts(results: readonly CaseResult[]): Map<string, string> {
  const rows = results.filter(({ name }) => name.startsWith('growth-rows-'));
  const workers = results.filter(({ name }) => name.startsWith('growth-workers-'));
  return new Map([
    ...(rows.length > 0 ? chartsByRows(rows) : []),
    ...(workers.length > 0 ? chartsByWorkers(workers) : []),
  ]);
}

function chartsByRows(results: readonly CaseResult[]): [string, string][] {
  // Both phases tell the most of both.
  const one = ofPhase(results, 'reset');
  const line = (name: string, value: (result: CaseResult) => number) => ({
    name,
    points: one.map((result): ChartPoint => [result.rows, value(result)]),
  });
  const figure = (name: string) => (result: CaseResult) => figureOf(result, name);
  return [
    chart('rows-per-second-by-rows', {
      ...BY_ROWS,
      title: 'Rows per second, by rows of the file',
      yLabel: 'rows per second',
      series: byPhase(results, rowsOf, ({ rowsPerSecond }) => rowsPerSecond),
    }),
    chart('seconds-by-rows', {
      ...BY_ROWS,
      title: 'Seconds, by rows of the file',
      yLabel: 'seconds',
      yScale: 'log',
      series: byPhase(results, rowsOf, ({ seconds }) => seconds),
    }),
    chart('peak-memory-by-rows', {
      ...BY_ROWS,
      title: 'Peak memory, by rows of the file',
      yLabel: 'MB at most',
      series: [
        line('largest worker', ({ peakRssMb }) => peakRssMb.worker),
        line('API', ({ peakRssMb }) => peakRssMb.api),
        line('Redis', figure('redisMemoryMb')),
      ],
    }),
    chart('redis-keys-and-connections-by-rows', {
      ...BY_ROWS,
      title: 'Redis keys and database connections, by rows of the file',
      yLabel: 'at most at once',
      series: [
        line('keys in Redis', figure('redisKeys')),
        line('connections to the database', figure('mysqlConnections')),
      ],
    }),
  ];
}

const chartsByWorkers = (results: readonly CaseResult[]): [string, string][] => [
  chart('rows-per-second-by-workers', {
    ...BY_WORKERS,
    title: 'Rows per second, by worker processes',
    yLabel: 'rows per second',
    series: byPhase(
      results,
      (result) => figureOf(result, 'workers'),
      ({ rowsPerSecond }) => rowsPerSecond,
    ),
  }),
];

const chart = (name: string, content: LineChart): [string, string] => [`${name}.svg`, lineChart(content)];

const byPhase = (
  results: readonly CaseResult[],
  x: (result: CaseResult) => number,
  y: (result: CaseResult) => number,
) =>
  PHASES.map((phase) => ({
    name: phase,
    points: ofPhase(results, phase).map((result): ChartPoint => [x(result), y(result)]),
  }));

const rowsOf = ({ rows }: CaseResult) => rows;
const ofPhase = (results: readonly CaseResult[], phase: (typeof PHASES)[number]) =>
  results.filter(({ name }) => name.endsWith(`-${phase}`));

function figureOf({ name, figures }: CaseResult, figure: string): number {
  const value = figures[figure];
  if (value === undefined) throw new Error(`${name} tells no ${figure}`);
  return value;
}
