import type { Platform } from './platform';
import type { Costs } from './read-costs';
import type { RedisNode } from './redis-node';
import type { Station } from './station';

/** What upkeep finds at this moment. */
export type UpkeepSees = {
  /** Active bulk resets of each database. */
  active: readonly number[];
  /** Chunks that have been in the queue for long, of each database. */
  stale: readonly number[];
  /** The same, of each Redis node. */
  staleOnNode: readonly number[];
};
type System = { platform: Platform; costs: Costs; stations: readonly Station[]; nodes: readonly RedisNode[] };

/** However much upkeep asks for, a worker's thread does other things too. */
const LARGEST_SHARE = 0.9;
/** Statements of a pass that do not depend on what there is. */
const FIXED_ROUND_TRIPS = 3;

/**
 * Upkeep as it is written: each worker that does it looks at every active bulk reset of the system, one after the
 * other, adds every stale chunk again, rests, and begins anew. Sets the load that this puts on databases and Redis.
 * @returns the share of a worker's thread that it takes
 */
export function loadUpkeep(system: System, sees: UpkeepSees, now: number): number {
  const { platform, costs, stations, nodes } = system;
  const loops = platform.upkeepBy === 'every-worker' ? platform.workers : platform.upkeepBy;
  const { upkeep, redis, roundTripSeconds } = costs;
  const all = sumOf(sees.active);
  const read = Math.min(1, upkeep.staleLimit / Math.max(1, sumOf(sees.stale)));
  const demands = stations.map(
    (_, database) =>
      upkeep.databaseSecondsPerPass +
      (sees.active[database] ?? 0) * upkeep.databaseSecondsPerBulkReset +
      read * (sees.stale[database] ?? 0) * upkeep.databaseSecondsPerStaleChunk,
  );
  const calls = sees.staleOnNode.map((stale) => read * stale * redis.callsPerAdd);
  const busiestNode = Math.max(0, ...calls) / redis.callsPerSecond;
  const threadSeconds = all * upkeep.workerSecondsPerBulkReset;
  const apart =
    upkeep.intervalSeconds +
    (FIXED_ROUND_TRIPS + all * upkeep.roundTripsPerBulkReset) * roundTripSeconds +
    threadSeconds +
    sumOf(calls) / redis.callsPerSecond;
  const spent = stations.map((station, database) => (demands[database] as number) / station.rate);
  // A pass takes no less time than the busiest node needs for the passes of all.
  const pass = Math.max(apart + sumOf(spent), loops * busiestNode);
  stations.forEach((station, database) => {
    const [demand, own] = [demands[database] as number, spent[database] as number];
    station.setBackground(now, { loops, demand, rest: pass - own });
  });
  nodes.forEach((node, index) => {
    const idle = idleCalls(platform, costs) / redis.callsPerSecond;
    node.setBackground(now, idle + (loops * (calls[index] as number)) / redis.callsPerSecond / pass);
  });
  return platform.upkeepBy === 'every-worker' ? Math.min(LARGEST_SHARE, threadSeconds / pass) : 0;
}

/** Calls a second to one node by workers that wait. */
function idleCalls({ workers, queueShards, redisNodes, shardsPerWorker }: Platform, { redis }: Costs) {
  const pairs = workers * (shardsPerWorker === 'all' ? queueShards : 1);
  return (pairs * redis.callsPerWorkerSecond) / redisNodes;
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
