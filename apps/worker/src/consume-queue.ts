import { PHASES } from '@reset/shared/contracts/bulk-reset';
import { failpoint } from '@reset/shared/failpoints/failpoint';
import { QUEUE_NAME } from '@reset/shared/queue/chunk-queue';
import { JOB_OF_PHASE } from '@reset/shared/queue/jobs';
import { openRedis } from '@reset/shared/queue/open-redis';
import { shardPrefixes } from '@reset/shared/queue/queue-shards';
import { type Job, WaitingError, Worker } from 'bullmq';
import type { WorkerConfig } from './config/worker-config';
import type { WorkerDeps } from './dependencies';
import { createFreeHands } from './free-hands';
import { runJob } from './run-job';

/** A job that waits for a free hand longer than this goes back to its queue: another process may have one. */
const PATIENCE_MS = 500;

type ConsumerConfig = Pick<
  WorkerConfig,
  'REDIS_URL' | 'QUEUE_PREFIX' | 'QUEUE_SHARDS' | 'WORKER_CONCURRENCY'
>;

/**
 * Takes jobs from every shard and runs at most `WORKER_CONCURRENCY` of them at once. Each shard may fill all hands, and
 * where several have work, the job that came first gets the next free one, so that no shard waits for another's end.
 * BullMQ bounds a queue and not a process: of each shard as many jobs again may be at the door, for half a second.
 */
export function consumeQueue(
  deps: WorkerDeps,
  config: ConsumerConfig,
  run: (deps: WorkerDeps, job: Job, signal: AbortSignal) => Promise<void> = runJob,
): { stop: () => Promise<void> } {
  const connection = openRedis(config.REDIS_URL, 'worker');
  connection.on('error', (error) => deps.log.warn({ error }, 'redis does not answer'));
  const hands = createFreeHands(config.WORKER_CONCURRENCY);
  /** Not in the middle of a pause: BullMQ would lose it between the end of its loop and the note that it has ended. */
  const resumeSoon = () => setImmediate(() => workers.forEach((worker) => void worker.resume()));
  const workers = shardPrefixes(config).map((prefix) => {
    const worker: Worker = new Worker(
      QUEUE_NAME,
      async (job, token, signal) => {
        const done = await hands.take(PATIENCE_MS);
        if (!done) {
          await worker.pause(true); // or it would take the same job again at once
          await job.moveToWait(token);
          throw new WaitingError();
        }
        try {
          await run(deps, job, signal ?? new AbortController().signal);
        } finally {
          done();
          resumeSoon();
        }
      },
      {
        connection,
        prefix,
        concurrency: config.WORKER_CONCURRENCY,
        // Ours are the leases in MySQL; BullMQ must neither give a chunk up nor hold it back.
        maxStalledCount: 1_000,
        lockDuration: 30_000,
        stalledInterval: 15_000,
      },
    );
    worker.on('error', (error) => deps.log.warn({ error }, 'queue does not answer'));
    worker.on('completed', ({ name }) => {
      const phase = PHASES.find((one) => JOB_OF_PHASE[one] === name);
      if (phase) void failpoint(`${phase}:acknowledged`);
    });
    worker.on('failed', (job, error) => deps.log.error({ error, job: job?.name }, 'job failed'));
    return worker;
  });
  return {
    stop: async () => {
      await Promise.all(workers.map((worker) => worker.close()));
      connection.disconnect();
    },
  };
}
