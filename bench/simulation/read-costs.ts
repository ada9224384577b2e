import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const seconds = z.number().nonnegative();
const work = z.strictObject({
  /** CPU of the worker's one thread. */
  workerSeconds: seconds,
  /** Of one core of the database. */
  databaseSeconds: seconds,
});
/** Grows with the chunks that the bulk reset has: quadratic in the rows of a file. */
const databaseSecondsPerChunk = seconds;
/** What else a chunk waits for while it holds its place: round trips, commits. */
const waitSeconds = seconds;

/** What the parts of the system cost each other, as measured on one machine. */
const Costs = z.strictObject({
  /** Where the figures come from. */
  source: z.string(),
  rowsPerChunk: z.int().positive(),
  /** Of the rows of a full chunk; a smaller one costs in proportion. */
  perFullChunk: z.strictObject({ validate: work, settle: work, reset: work }),
  /** Of the runs' index that a range of learners reads over. */
  settleScan: z.strictObject({ databaseSecondsPerChunk }),
  /** Of any chunk, whatever its rows: claim, lease, fence, commit. */
  perChunk: work.extend({ waitSeconds }),
  /** Once a bulk reset, when its last range is settled. */
  summarize: work.extend({ databaseSecondsPerChunk, waitSeconds }),
  /** After each chunk: is the phase over, and what is due next? */
  dispatch: z.strictObject({
    databaseSeconds: seconds,
    /** Those that are done are read over, and all are counted. */
    databaseSecondsPerChunk,
  }),
  /** Calls are script calls, which one node runs one after the other. */
  redis: z.strictObject({
    callsPerSecond: z.number().positive(),
    callsPerAdd: z.number().nonnegative(),
    callsPerDelivery: z.number().nonnegative(),
    /** Of each worker to each queue that it serves, also when nothing happens. */
    callsPerWorkerSecond: z.number().nonnegative(),
  }),
  upkeep: z.strictObject({
    /** Rest between two passes of one worker. */
    intervalSeconds: z.number().positive(),
    databaseSecondsPerPass: seconds,
    /** For each active bulk reset of the system. */
    databaseSecondsPerBulkReset: seconds,
    /** For each chunk that is in the queue: a pass looks at when that was. */
    databaseSecondsPerQueuedChunk: seconds,
    /** For each chunk that has been in the queue for long, once in that time by all; it costs one add to Redis too. */
    databaseSecondsPerStaleChunk: seconds,
    workerSecondsPerBulkReset: seconds,
    roundTripsPerBulkReset: z.number().nonnegative(),
    staleAfterSeconds: z.number().positive(),
    /** At most so many stale chunks a pass. */
    staleLimit: z.int().positive(),
  }),
  roundTripSeconds: seconds,
});
export type Costs = Readonly<z.infer<typeof Costs>>;

/** @throws ZodError that names every field that is missing, unknown or no number */
export const readCosts = async (file: string): Promise<Costs> =>
  Costs.parse(JSON.parse(await readFile(file, 'utf8')));
