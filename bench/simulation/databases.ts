import { databaseOf, type Platform } from './platform';
import { Station } from './station';
import type { Workload } from './workload';

/** The databases, each with the organizations that live in it. */
export type Databases = {
  readonly stations: readonly Station[];
  /** The database of each bulk reset. */
  readonly homeOf: readonly number[];
  /** Begins a statement of a bulk reset, or of several that count as one. */
  run(now: number, place: number, bulkReset: number, seconds: number): void;
  /** The places whose statements have ended by now. */
  ended(now: number, database: number): Generator<number>;
  /** To be called when something else than statements has changed. */
  wakeAll(): void;
};

/** @param wakeAt asks for a look at a database at a time at which a statement may end there */
export function createDatabases(
  platform: Platform,
  workload: Workload,
  wakeAt: (time: number, database: number) => void,
): Databases {
  const stations = Array.from({ length: platform.databases }, () => new Station(platform.coresPerDatabase));
  const homeOf = workload.map(({ organization }) => databaseOf(organization, platform));
  // One look ahead at a time: one that comes too early, because others have come since, asks for the next.
  const asked = stations.map(() => Number.POSITIVE_INFINITY);
  const wake = (database: number) => {
    const next = stations[database]?.nextAt ?? Number.POSITIVE_INFINITY;
    if (next >= (asked[database] as number)) return;
    asked[database] = next;
    wakeAt(next, database);
  };
  return {
    stations,
    homeOf,
    run(now, place, bulkReset, seconds) {
      const database = homeOf[bulkReset] as number;
      stations[database]?.add(now, place, seconds);
      wake(database);
    },
    *ended(now, database) {
      if (now >= (asked[database] as number)) asked[database] = Number.POSITIVE_INFINITY;
      for (;;) {
        const place = stations[database]?.takeEnded(now);
        if (place === undefined) break;
        yield place;
      }
      wake(database);
    },
    wakeAll: () => {
      for (const database of stations.keys()) wake(database);
    },
  };
}
