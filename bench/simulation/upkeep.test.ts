import { NOTHING_COSTS } from './no-costs.fixture';
import { platformOf } from './platform';
import { RedisNode } from './redis-node';
import { Station } from './station';
import { loadUpkeep } from './upkeep';

/** Seconds of the database and of Redis, of each second, that upkeep takes. */
function loadOf(workers: number, sees: { active?: number; queued?: number; stale?: number }) {
  const { upkeep, redis } = NOTHING_COSTS;
  const costs = {
    ...NOTHING_COSTS,
    redis: { ...redis, callsPerSecond: 10_000 },
    upkeep: {
      ...upkeep,
      databaseSecondsPerBulkReset: 1e-4,
      databaseSecondsPerQueuedChunk: 1e-6,
      databaseSecondsPerStaleChunk: 1e-5,
    },
  };
  const [station, node] = [new Station(16), new RedisNode(costs.redis.callsPerSecond)];
  const platform = platformOf({ workers, databases: 1 });
  const { active = 0, queued = 0, stale = 0 } = sees;
  const seen = { active: [active], queued: [queued], stale: [stale], staleOnNode: [stale] };
  loadUpkeep({ platform, costs, stations: [station], nodes: [node] }, seen, 0);
  station.advance(1);
  node.advance(1);
  return [station.backgroundSeconds, node.backgroundSeconds];
}

test('every worker looks at every active bulk reset and every queued chunk', () => {
  expect(loadOf(1, { active: 10 })).toEqual([expect.closeTo(0.001, 5), 0]);
  expect(loadOf(100, { active: 10 })).toEqual([expect.closeTo(0.1, 3), 0]);
  expect(loadOf(100, { queued: 1_000 })).toEqual([expect.closeTo(0.1, 3), 0]);
});

test('a chunk is added again once in ten seconds, however many workers look', () => {
  for (const workers of [1, 100, 1_000])
    expect(loadOf(workers, { stale: 5_000 })).toEqual([expect.closeTo(0.005, 4), expect.closeTo(0.05, 3)]);
});
