import { QUEUE_NAME } from '@reset/shared/queue/chunk-queue';
import { Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { readWorkerConfig } from './config/worker-config';
import { buildDependencies } from './dependencies';
import { runJob } from './run-job';
import { reconcileQueue } from './upkeep/reconcile-queue';
import { removeAbandonedUploads } from './upkeep/remove-abandoned-uploads';
import { startUpkeep } from './upkeep/start-upkeep';

/** After SIGTERM: how long the chunks in hand may take before the process goes all the same. Their leases run out. */
const STOP_DEADLINE_MS = 20_000;
/** How often what uploads left unfinished is looked for. */
const ABANDONED_INTERVAL_MS = 3_600_000;

async function main() {
  const config = readWorkerConfig();
  const deps = await buildDependencies(config);
  const connection = new Redis(config.REDIS_URL, { maxRetriesPerRequest: null });
  connection.on('error', (error) => deps.log.warn({ error }, 'redis does not answer'));
  const worker = new Worker(
    QUEUE_NAME,
    (job, _token, signal) => runJob(deps, job, signal ?? new AbortController().signal),
    {
      connection,
      prefix: config.QUEUE_PREFIX,
      concurrency: config.WORKER_CONCURRENCY,
      // Ours are the leases in MySQL; BullMQ must neither give a chunk up nor hold it back.
      maxStalledCount: 1_000,
      lockDuration: 30_000,
      stalledInterval: 15_000,
    },
  );
  worker.on('error', (error) => deps.log.warn({ error }, 'queue does not answer'));
  worker.on('failed', (job, error) => deps.log.error({ error, job: job?.name }, 'job failed'));
  const upkeep = [
    startUpkeep(() => reconcileQueue(deps), config.UPKEEP_INTERVAL_MS, deps.log),
    startUpkeep(() => removeAbandonedUploads(deps), ABANDONED_INTERVAL_MS, deps.log),
  ];
  deps.log.info({ concurrency: config.WORKER_CONCURRENCY }, 'worker started');

  const stop = async () => {
    deps.log.info('stopping');
    setTimeout(() => process.exit(1), STOP_DEADLINE_MS).unref();
    await Promise.all(upkeep.map(({ stop }) => stop()));
    await worker.close();
    await deps.queue.close();
    connection.disconnect();
    await deps.dataSource.destroy();
    process.exit(0);
  };
  process.once('SIGTERM', () => void stop());
  process.once('SIGINT', () => void stop());
}

main().catch((error: unknown) => {
  process.stderr.write(`worker: ${error instanceof Error ? error.message : 'cannot start'}\n`);
  process.exit(1);
});
