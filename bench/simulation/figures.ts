import type { BulkReset } from './dispatcher';
import {
  type AloneSeconds,
  jainIndex,
  organizationsOf,
  type Slowdown,
  sizeClass,
  slowdownsOf,
} from './fairness';
import type { Load } from './meter';
import type { Platform, Strategy } from './platform';
import type { Costs } from './read-costs';
import { bottleneckOf } from './saturation';
import { type SimulationResult, simulate } from './simulate';
import type { Workload } from './workload';

export type Run = {
  platform: Platform;
  workload: Workload;
  /** What a file alone is handed out by, for slowdowns; the same strategy, unless asked otherwise. */
  aloneBy?: Strategy;
  /** Of the slowdowns; by size, unless asked otherwise. */
  classOf?: (bulkReset: BulkReset) => string;
};

export type Figures = {
  /** While there was load. Each row is validated, settled and reset. */
  rowsPerSecond: number;
  chunksPerSecond: number;
  /** Until all was done. */
  seconds: number;
  bottleneck: string;
  utilization: Load['utilization'];
  meanQueued: number;
  mostQueued: number;
  meanHeldBack: number;
  slowdowns: Record<string, Slowdown>;
  /** Of organizations: of their rows a second, and of their speed beside being alone. */
  jainOfThroughput: number;
  jainOfSpeed: number;
  /** Slowest organization by fastest; says something where all have the same files. */
  slowestToFastest: number;
  events: number;
};

/** Simulates a run and says what there is to know about it. */
export function figuresOf(run: Run, costs: Costs): Figures {
  const result = simulate({ ...run, costs });
  const { load, seconds, events } = result;
  return {
    rowsPerSecond: load.rows / load.seconds,
    chunksPerSecond: load.chunks / load.seconds,
    seconds,
    bottleneck: bottleneckOf(load),
    utilization: load.utilization,
    meanQueued: load.meanQueued,
    mostQueued: load.mostQueued,
    meanHeldBack: load.meanHeldBack,
    ...fairnessOf(run, result, aloneOn(run, costs)),
    events,
  };
}

function fairnessOf({ classOf = sizeClass }: Run, { bulkResets }: SimulationResult, alone: AloneSeconds) {
  const organizations = organizationsOf(bulkResets, alone);
  const throughputs = organizations.map(({ rowsPerSecond }) => rowsPerSecond);
  return {
    slowdowns: slowdownsOf(bulkResets, alone, classOf),
    jainOfThroughput: jainIndex(throughputs),
    jainOfSpeed: jainIndex(organizations.map(({ speed }) => speed)),
    slowestToFastest: Math.min(...throughputs) / Math.max(...throughputs),
  };
}

/** What a file takes from upload to ready on the same system with nothing else going on. */
function aloneOn({ platform, aloneBy = platform.strategy }: Run, costs: Costs): AloneSeconds {
  const known = new Map<number, number>();
  const measure = (rows: number): number => {
    const workload = [{ organization: 0, rows, at: 0, confirmAfter: 0 }];
    const alone = { ...platform, databases: 1, strategy: aloneBy };
    const { bulkResets } = simulate({ platform: alone, costs, workload });
    return bulkResets[0]?.readyAt ?? Number.NaN;
  };
  return (rows) => {
    const seconds = known.get(rows) ?? measure(rows);
    known.set(rows, seconds);
    return seconds;
  };
}
