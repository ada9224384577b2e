import type { Costs } from './read-costs';

const nothing = { workerSeconds: 0, databaseSeconds: 0 };

/** Nothing costs anything: for tests to say what does. */
export const NOTHING_COSTS: Costs = {
  source: 'made up',
  rowsPerChunk: 1_000,
  perFullChunk: { validate: nothing, settle: nothing, reset: nothing },
  settleScan: { databaseSecondsPerChunk: 0 },
  perChunk: { ...nothing, waitSeconds: 0 },
  summarize: { ...nothing, databaseSecondsPerChunk: 0, waitSeconds: 0 },
  dispatch: { databaseSeconds: 0, databaseSecondsPerChunk: 0 },
  redis: { callsPerSecond: 1e12, callsPerAdd: 1, callsPerDelivery: 2, callsPerWorkerSecond: 0 },
  upkeep: {
    intervalSeconds: 1,
    databaseSecondsPerPass: 0,
    databaseSecondsPerBulkReset: 0,
    databaseSecondsPerQueuedChunk: 0,
    databaseSecondsPerStaleChunk: 0,
    workerSecondsPerBulkReset: 0,
    roundTripsPerBulkReset: 0,
    staleAfterSeconds: 10,
    staleLimit: 10_000,
  },
  roundTripSeconds: 0,
};
