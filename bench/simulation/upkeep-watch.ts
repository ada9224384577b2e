import type { BulkReset, RunningChunk } from './dispatcher';
import type { Platform } from './platform';
import type { Costs } from './read-costs';
import { StaleCounter } from './stale-counter';
import type { UpkeepSees } from './upkeep';

/** Keeps count of what upkeep would find. */
export type UpkeepWatch = {
  active(bulkReset: BulkReset, change: 1 | -1): void;
  added(bulkReset: BulkReset, count: number, now: number): void;
  taken(chunk: RunningChunk, now: number): void;
  sees(now: number): UpkeepSees;
};

type Homes = { databaseOf: readonly number[]; nodeOfShard: readonly number[] };

export function createUpkeepWatch(platform: Platform, { upkeep }: Costs, homes: Homes): UpkeepWatch {
  const active = Array.from({ length: platform.databases }, () => 0);
  const counters = (length: number) =>
    Array.from({ length }, () => new StaleCounter(upkeep.staleAfterSeconds));
  const [onDatabase, onNode] = [counters(platform.databases), counters(platform.redisNodes)];
  const countersOf = ({ number, shard }: BulkReset) => [
    onDatabase[homes.databaseOf[number] as number] as StaleCounter,
    onNode[homes.nodeOfShard[shard] as number] as StaleCounter,
  ];
  return {
    active({ number }, change) {
      const database = homes.databaseOf[number] as number;
      active[database] = (active[database] as number) + change;
    },
    added(bulkReset, count, now) {
      for (const counter of countersOf(bulkReset)) counter.add(now, count);
    },
    taken({ bulkReset, queuedAt }, now) {
      for (const counter of countersOf(bulkReset)) counter.take(now, queuedAt);
    },
    sees: (now) => ({
      active,
      queued: onDatabase.map(({ queued }) => queued),
      stale: onDatabase.map((counter) => counter.at(now)),
      staleOnNode: onNode.map((counter) => counter.at(now)),
    }),
  };
}
