import { readEnvironment, SERVICES, wholeNumber } from '@reset/shared/config/environment';
import { METRICS } from '@reset/shared/config/metrics-config';
import { RETENTION } from '@reset/shared/config/retention';
import { LEASE_SECONDS, PAIRS_PER_CHUNK } from '@reset/shared/stores/chunk.store';
import { z } from 'zod';

const environment = z.object({
  ...SERVICES,
  ...RETENTION,
  ...METRICS,
  /**
   * Chunks that one process has in hand at once. With two, a worker fills the time in which it waits for a database on
   * another machine; beside the database it is no faster, and status reads wait longer (docs/performance.md).
   */
  WORKER_CONCURRENCY: wholeNumber(1, 32).default(1),
  /** Pairs of one chunk of a reset, about: whole learners are kept together. */
  PAIRS_PER_CHUNK: wholeNumber(1, 100_000).default(PAIRS_PER_CHUNK),
  /** How often upkeep looks for lost and forgotten work, in milliseconds. */
  UPKEEP_INTERVAL_MS: wholeNumber(100, 60_000).default(1_000),
  /** How long after it was done last one of the workers removes what has expired or was left behind. */
  HOUSEKEEPING_INTERVAL_SECONDS: wholeNumber(1, 86_400).default(600),
  /** A chunk whose lease was not renewed for so long, by the database's clock, goes to another worker. */
  LEASE_SECONDS: wholeNumber(1, 600).default(LEASE_SECONDS),
  /**
   * BullMQ's own lock on a job, and how often it looks for jobs whose lock is gone. They decide about nothing: a chunk
   * that was taken over has a job of its own, and the old one only has to be cleared away.
   */
  QUEUE_LOCK_SECONDS: wholeNumber(1, 600).default(30),
  QUEUE_STALL_SECONDS: wholeNumber(1, 600).default(15),
  /** After SIGTERM: how long the chunks in hand may take before they are given back. */
  STOP_DEADLINE_SECONDS: wholeNumber(0, 3_600).default(20),
  /** Where `/health/live`, `/health/ready` and `/metrics` are served; 0 lets the system choose, and without one they are not. */
  WORKER_HEALTH_PORT: wholeNumber(0, 65_535).optional(),
  WORKER_HEALTH_HOST: z.string().min(1).default('127.0.0.1'),
});
export type WorkerConfig = Readonly<z.infer<typeof environment>>;

export const readWorkerConfig = (variables: NodeJS.ProcessEnv = process.env): WorkerConfig =>
  readEnvironment(environment, variables);
