import { constants, setPriority } from 'node:os';
import { readFailpointConfig } from '@reset/shared/config/failpoint-config';
import { armFailpoints } from '@reset/shared/failpoints/failpoint';
import { boundHeap } from './bound-heap';
import { readWorkerConfig } from './config/worker-config';
import { consumeQueue } from './consume-queue';
import { buildDependencies } from './dependencies';
import { reconcileQueue } from './upkeep/reconcile-queue';
import { removeAbandonedUploads } from './upkeep/remove-abandoned-uploads';
import { startUpkeep } from './upkeep/start-upkeep';

/** After SIGTERM: how long the chunks in hand may take before the process goes all the same. Their leases run out. */
const STOP_DEADLINE_MS = 20_000;
/** How often what uploads left unfinished is looked for. */
const ABANDONED_INTERVAL_MS = 3_600_000;

async function main() {
  boundHeap();
  // On a shared machine whoever waits for an answer goes before the work in the background.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  armFailpoints(readFailpointConfig());
  const config = readWorkerConfig();
  const deps = await buildDependencies(config);
  const consumer = consumeQueue(deps, config);
  const upkeep = [
    startUpkeep(() => reconcileQueue(deps), config.UPKEEP_INTERVAL_MS, deps.log),
    startUpkeep(() => removeAbandonedUploads(deps), ABANDONED_INTERVAL_MS, deps.log),
  ];
  deps.log.info({ concurrency: config.WORKER_CONCURRENCY, shards: config.QUEUE_SHARDS }, 'worker started');

  const stop = async () => {
    deps.log.info('stopping');
    setTimeout(() => process.exit(1), STOP_DEADLINE_MS).unref();
    await Promise.all(upkeep.map(({ stop }) => stop()));
    await consumer.stop();
    await deps.queue.close();
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
