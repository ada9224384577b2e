import type { Platform } from './platform';
import type { Costs } from './read-costs';
import type { RedisNode } from './redis-node';
import type { Station } from './station';

/** What upkeep finds at this moment. */
export type UpkeepSees = {
  /** Active bulk resets of each database. */
  active: readonly number[];
  /** Chunks that are in the queue, of each database. */
  queued: readonly number[];
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
 * other, and at every queued chunk, rests, and begins anew. A chunk that has been in the queue for long is added again
 * once in that time, by whichever worker comes first. Sets the load that this puts on databases and Redis.
 * @returns the share of a worker's thread that it takes
 */
export function loadUpkeep(system: System, sees: UpkeepSees, now: number): number {
  const { platform, costs, stations, nodes } = system;
  const loops = platform.upkeepBy === 'every-worker' ? platform.workers : platform.upkeepBy;
  const { upkeep, redis, roundTripSeconds } = costs;
  const all = sumOf(sees.active);
  const scans = stations.map(
    (_, database) =>
      upkeep.databaseSecondsPerPass +
      (sees.active[database] ?? 0) * upkeep.databaseSecondsPerBulkReset +
      (sees.queued[database] ?? 0) * upkeep.databaseSecondsPerQueuedChunk,
  );
  const threadSeconds = all * upkeep.workerSecondsPerBulkReset;
  const apart =
    upkeep.intervalSeconds +
    (FIXED_ROUND_TRIPS + all * upkeep.roundTripsPerBulkReset) * roundTripSeconds +
    threadSeconds;
  const slowed = (seconds: readonly number[]) =>
    stations.map((station, database) => (seconds[database] as number) / station.rate);
  const withoutStale = apart + sumOf(slowed(scans));
  // What becomes stale anew in the time of a pass is shared by the loops, each of which takes so many at most.
  const readdedAPass = Math.min(
    1,
    withoutStale / upkeep.staleAfterSeconds / loops,
    upkeep.staleLimit / Math.max(1, sumOf(sees.stale)),
  );
  const demands = stations.map(
    (_, database) =>
      (scans[database] as number) +
      readdedAPass * (sees.stale[database] ?? 0) * upkeep.databaseSecondsPerStaleChunk,
  );
  const spent = slowed(demands);
  const pass = apart + sumOf(spent);
  stations.forEach((station, database) => {
    const [demand, own] = [demands[database] as number, spent[database] as number];
    station.setBackground(now, { loops, demand, rest: pass - own });
  });
  nodes.forEach((node, index) => {
    const idle = idleCalls(platform, costs) / redis.callsPerSecond;
    const adds = (loops * readdedAPass * (sees.staleOnNode[index] ?? 0) * redis.callsPerAdd) / pass;
    node.setBackground(now, idle + adds / redis.callsPerSecond);
  });
  return platform.upkeepBy === 'every-worker' ? Math.min(LARGEST_SHARE, threadSeconds / pass) : 0;
}

/** Calls a second to one node by workers that wait. */
function idleCalls({ workers, queueShards, redisNodes, shardsPerWorker }: Platform, { redis }: Costs) {
  const pairs = workers * (shardsPerWorker === 'all' ? queueShards : 1);
  return (pairs * redis.callsPerWorkerSecond) / redisNodes;
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
