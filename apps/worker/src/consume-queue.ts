import { setTimeout as delay } from 'node:timers/promises';
import { PHASES } from '@reset/shared/contracts/bulk-reset';
import { failpoint } from '@reset/shared/failpoints/failpoint';
import { QUEUE_NAME } from '@reset/shared/queue/chunk-queue';
import { JOB_OF_PHASE } from '@reset/shared/queue/jobs';
import { openRedis, openRedisOnce } from '@reset/shared/queue/open-redis';
import { shardPrefixes } from '@reset/shared/queue/queue-shards';
import { type Job, WaitingError } from 'bullmq';
import type { WorkerConfig } from './config/worker-config';
import type { WorkerDeps } from './dependencies';
import { createFreeHands } from './free-hands';
import { runJob } from './run-job';
import { WatchedWorker } from './watched-worker';

/** A job that waits for a free hand longer than this goes back to its queue: another process may have one. */
const PATIENCE_MS = 500;
/** Of a worker with a free hand. It asks every five seconds, and connects again within two. */
const LONGEST_SILENCE_MS = 15_000;
/** How long BullMQ may take to close its connections. Redis may be away. */
const CLOSE_PATIENCE_MS = 2_000;

type ConsumerConfig = Pick<
  WorkerConfig,
  | 'REDIS_URL'
  | 'QUEUE_PREFIX'
  | 'QUEUE_SHARDS'
  | 'WORKER_CONCURRENCY'
  | 'QUEUE_LOCK_SECONDS'
  | 'QUEUE_STALL_SECONDS'
>;
export type Consumer = {
  /** Whether each shard is asked for work and the server answers; with full hands there is nothing to ask for. */
  isConsuming(): boolean;
  /**
   * Begins anew where a shard has been silent for long though Redis answers others: a loop that hangs does not mend
   * itself (bullmq#4585 was one), nor does a connection whose other end has gone without a word.
   * @returns whether it did
   */
  replaceSilent(longestSilenceMs?: number): Promise<boolean>;
  /**
   * Takes no more work and waits for what is in hand.
   * @param onDeadline called where that takes longer than `deadlineMs`; afterwards nothing in hand is waited for
   */
  stop(deadlineMs?: number, onDeadline?: () => Promise<void>): Promise<void>;
};

/**
 * Takes jobs from every shard and runs at most `WORKER_CONCURRENCY` of them at once. Each shard may fill all hands, and
 * where several have work, the job that came first gets the next free one, so that no shard waits for another's end.
 * BullMQ bounds a queue and not a process: of each shard as many jobs again may be at the door, for half a second.
 */
export function consumeQueue(
  deps: WorkerDeps,
  config: ConsumerConfig,
  run: (deps: WorkerDeps, job: Job, signal: AbortSignal) => Promise<void> = runJob,
): Consumer {
  const hands = createFreeHands(config.WORKER_CONCURRENCY);
  const letGo = new AbortController();
  const released = new Promise<void>((resolve) => letGo.signal.addEventListener('abort', () => resolve()));
  let shards = openShards(deps, config, takeJob);
  /** Not in the middle of a pause: BullMQ would lose it between the end of its loop and the note that it has ended. */
  const resumeSoon = () => setImmediate(() => shards.workers.forEach((worker) => void worker.resume()));

  async function takeJob(worker: WatchedWorker, job: Job, token?: string, signal?: AbortSignal) {
    const done = await hands.take(PATIENCE_MS);
    if (!done) {
      await worker.pause(true); // or it would take the same job again at once
      await job.moveToWait(token);
      throw new WaitingError();
    }
    const signals = [letGo.signal, ...(signal ? [signal] : [])];
    try {
      await Promise.race([run(deps, job, AbortSignal.any(signals)), released]);
    } finally {
      for (const each of shards.workers) each.noteLife();
      done();
      resumeSoon();
    }
  }

  const isSilent = (longestSilenceMs: number) =>
    !hands.areFull() && shards.workers.some(({ silence }) => silence > longestSilenceMs);
  return {
    isConsuming: () =>
      shards.workers.every(({ hasAnswered }) => hasAnswered) && !isSilent(LONGEST_SILENCE_MS),
    async replaceSilent(longestSilenceMs = LONGEST_SILENCE_MS) {
      if (!isSilent(longestSilenceMs) || !(await redisAnswers(config.REDIS_URL))) return false;
      // An answer may just have come, where Redis was away for all of them.
      await delay(CLOSE_PATIENCE_MS);
      if (!isSilent(longestSilenceMs)) return false;
      deps.log.error('the queue was not consumed though redis answers: consuming begins anew');
      const silent = shards;
      shards = openShards(deps, config, takeJob);
      // What it has in hand goes on; its job is delivered again, and finds its chunk done.
      for (const worker of silent.workers) void worker.close(true);
      silent.connection.disconnect();
      return true;
    },
    async stop(deadlineMs, onDeadline = async () => undefined) {
      const free = hands.close();
      const closed = Promise.all(shards.workers.map((worker) => worker.close()));
      const inTime = free.then(() => true);
      const late = deadlineMs === undefined ? [] : [delay(deadlineMs, false, { ref: false })];
      if (!(await Promise.race([inTime, ...late]))) await onDeadline().finally(() => letGo.abort());
      await Promise.race([closed, delay(CLOSE_PATIENCE_MS, undefined, { ref: false })]);
      shards.connection.disconnect();
    },
  };
}

type TakeJob = (worker: WatchedWorker, job: Job, token?: string, signal?: AbortSignal) => Promise<void>;

/** A consumer of each shard, all over one connection and one more each, on which it waits for work. */
function openShards({ log }: Pick<WorkerDeps, 'log'>, config: ConsumerConfig, take: TakeJob) {
  const connection = openRedis(config.REDIS_URL, 'worker');
  connection.on('error', (error) => log.warn({ error }, 'redis does not answer'));
  const workers = shardPrefixes(config).map((prefix) => {
    const worker: WatchedWorker = new WatchedWorker(
      QUEUE_NAME,
      (job, token, signal) => take(worker, job, token, signal),
      {
        connection,
        prefix,
        concurrency: config.WORKER_CONCURRENCY,
        // Ours are the leases in MySQL; BullMQ must neither give a chunk up nor hold it back.
        maxStalledCount: 1_000,
        lockDuration: config.QUEUE_LOCK_SECONDS * 1_000,
        stalledInterval: config.QUEUE_STALL_SECONDS * 1_000,
        runRetryDelay: 1_000,
      },
    );
    worker.on('error', (error) => log.warn({ error }, 'queue does not answer'));
    worker.on('completed', ({ name }) => {
      const phase = PHASES.find((one) => JOB_OF_PHASE[one] === name);
      if (phase) void failpoint(`${phase}:acknowledged`);
    });
    worker.on('failed', (job, error) => log.error({ error, job: job?.name }, 'job failed'));
    return worker;
  });
  return { connection, workers };
}

/** On a connection of its own: the one that is there may be what hangs. */
async function redisAnswers(redisUrl: string): Promise<boolean> {
  const connection = openRedisOnce(redisUrl, CLOSE_PATIENCE_MS);
  connection.on('error', () => undefined);
  try {
    await connection.connect();
    return (await connection.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    connection.disconnect();
  }
}
