import type { DispatchCounts } from './dispatcher';
import type { Fleet } from './fleet';
import type { RedisNode } from './redis-node';
import type { Station } from './station';

/** Shares of what there is, 0 to 1, over the time in which there was load. */
export type Utilization = {
  places: number;
  threads: number;
  /** Of all databases together, and of the busiest one; upkeep's part of that. */
  databases: number;
  busiestDatabase: number;
  upkeepOnBusiestDatabase: number;
  busiestRedisNode: number;
  upkeepOnBusiestRedisNode: number;
};
export type Load = {
  /** Until nine tenths of all chunks were done: the tail, when little is left to do, is no load. */
  seconds: number;
  /** Each row counts a third in each of its three phases. */
  rows: number;
  chunks: number;
  utilization: Utilization;
  meanQueued: number;
  mostQueued: number;
  /** Chunks that a window or a cap kept out of the queue. */
  meanHeldBack: number;
  meanActive: number;
};

type Watched = {
  fleet: Fleet;
  counts: DispatchCounts;
  stations: readonly Station[];
  nodes: readonly RedisNode[];
};

/** Integrates over time what changes from event to event. */
export function createMeter({ fleet, counts, stations, nodes }: Watched) {
  let [lastAt, busy, queued, heldBack, active, mostQueued] = [0, 0, 0, 0, 0, 0];
  return {
    /** To be called before anything changes. */
    advance(now: number): void {
      const passed = now - lastAt;
      lastAt = now;
      busy += fleet.busy * passed;
      queued += counts.queued * passed;
      heldBack += counts.heldBack * passed;
      active += counts.active * passed;
      if (counts.queued > mostQueued) mostQueued = counts.queued;
    },
    read(now: number, { rows, chunks }: Pick<Load, 'rows' | 'chunks'>): Load {
      for (const resource of [...stations, ...nodes]) resource.advance(now);
      const utilization = {
        places: busy / now / fleet.places,
        threads: fleet.threadSeconds / now / fleet.workers,
        ...usedDatabases(stations, now),
        ...usedNodes(nodes, now),
      };
      return {
        seconds: now,
        rows,
        chunks,
        utilization,
        meanQueued: queued / now,
        mostQueued,
        meanHeldBack: heldBack / now,
        meanActive: active / now,
      };
    },
  };
}

type Used = { foregroundSeconds: number; backgroundSeconds: number };
const secondsOf = ({ foregroundSeconds, backgroundSeconds }: Used) => foregroundSeconds + backgroundSeconds;
const busiestOf = <Resource extends Used>(resources: readonly Resource[]): Resource =>
  resources.reduce((one, other) => (secondsOf(other) > secondsOf(one) ? other : one));

function usedDatabases(stations: readonly Station[], now: number) {
  const busiest = busiestOf(stations);
  const all = stations.reduce((sum, station) => sum + secondsOf(station), 0);
  const cores = stations.reduce((sum, station) => sum + station.cores, 0);
  return {
    databases: all / now / cores,
    busiestDatabase: secondsOf(busiest) / now / busiest.cores,
    upkeepOnBusiestDatabase: busiest.backgroundSeconds / now / busiest.cores,
  };
}

function usedNodes(nodes: readonly RedisNode[], now: number) {
  const busiest = busiestOf(nodes);
  return {
    // What has been asked for and not been answered yet counts too.
    busiestRedisNode: Math.min(1, secondsOf(busiest) / now),
    upkeepOnBusiestRedisNode: busiest.backgroundSeconds / now,
  };
}
