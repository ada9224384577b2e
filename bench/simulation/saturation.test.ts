import type { Load } from './meter';
import { bottleneckOf } from './saturation';

const loadOf = (utilization: Partial<Load['utilization']>, meanHeldBack = 0): Load => ({
  seconds: 1,
  rows: 1,
  chunks: 1,
  meanQueued: 0,
  mostQueued: 0,
  meanActive: 0,
  meanHeldBack,
  utilization: {
    places: 0,
    threads: 0,
    databases: 0,
    busiestDatabase: 0,
    upkeepOnBusiestDatabase: 0,
    busiestRedisNode: 0,
    upkeepOnBusiestRedisNode: 0,
    ...utilization,
  },
});

test.each([
  [loadOf({ places: 1, threads: 0.95, databases: 0.5, busiestDatabase: 0.5 }), 'worker threads'],
  [loadOf({ places: 1, databases: 0.95, busiestDatabase: 0.99 }), 'databases'],
  [loadOf({ databases: 0.3, busiestDatabase: 0.99 }), 'one database'],
  [loadOf({ databases: 1, busiestDatabase: 1, upkeepOnBusiestDatabase: 0.6 }), 'databases, by upkeep'],
  [loadOf({ busiestRedisNode: 0.93, upkeepOnBusiestRedisNode: 0.1 }), 'Redis'],
  [loadOf({ places: 0.97, threads: 0.6 }), 'places'],
  [loadOf({ places: 0.5 }, 20), 'window'],
  [loadOf({ places: 0.5 }), 'nothing'],
])('%#', (load, expected) => {
  expect(bottleneckOf(load)).toBe(expected);
});
