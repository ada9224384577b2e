import { constants, setPriority } from 'node:os';
import { readFailpointConfig } from '@reset/shared/config/failpoint-config';
import { armFailpoints } from '@reset/shared/failpoints/failpoint';
import { createRegistry } from '@reset/shared/metrics/metrics-endpoint';
import type { Registry } from 'prom-client';
import { boundHeap } from './bound-heap';
import { readWorkerConfig, type WorkerConfig } from './config/worker-config';
import { type Consumer, consumeQueue } from './consume-queue';
import { buildDependencies, type WorkerDeps } from './dependencies';
import { announcementOf } from './health/announce-worker';
import { serveHealth } from './health/serve-health';
import { workerReadiness } from './health/worker-readiness';
import { stopWorker } from './stop-worker';
import { keepHouse } from './upkeep/keep-house';
import { reconcileQueue } from './upkeep/reconcile-queue';
import { startUpkeep } from './upkeep/start-upkeep';

/** How often a worker asks at least whether it is its turn to keep house. */
const ASK_FOR_TURN_MS = 60_000;
/** How often the worker says that it is there. */
const HEARTBEAT_INTERVAL_MS = 3_000;
/** How often it is looked whether work is still being taken. */
const WATCH_INTERVAL_MS = 5_000;

async function main() {
  boundHeap();
  // On a shared machine whoever waits for an answer goes before the work in the background.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  armFailpoints(readFailpointConfig());
  const config = readWorkerConfig();
  const registry = createRegistry();
  const deps = await buildDependencies(config, registry);
  const { log } = deps;
  const consumer = consumeQueue(deps, config);
  const announcement = announcementOf(deps, consumer);
  const stopping = new AbortController();
  const others = [
    startUpkeep(() => reconcileQueue(deps), config.UPKEEP_INTERVAL_MS, log),
    startUpkeep(
      async () => void (await keepHouse(deps, config.HOUSEKEEPING_INTERVAL_SECONDS)),
      Math.min(config.HOUSEKEEPING_INTERVAL_SECONDS * 1_000, ASK_FOR_TURN_MS),
      log,
    ),
    startUpkeep(announcement.renew, HEARTBEAT_INTERVAL_MS, log),
    startUpkeep(async () => void (await consumer.replaceSilent()), WATCH_INTERVAL_MS, log),
    ...(await openHealth(deps, { consumer, config, registry, stopping: stopping.signal })),
  ];
  log.info({ concurrency: config.WORKER_CONCURRENCY, shards: config.QUEUE_SHARDS }, 'worker started');

  const stop = async () => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    const running = { consumer, announcement, others };
    process.exit(await stopWorker(deps, running, config.STOP_DEADLINE_SECONDS * 1_000));
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
}

type Served = { consumer: Consumer; config: WorkerConfig; registry: Registry; stopping: AbortSignal };

async function openHealth(deps: WorkerDeps, { consumer, config, registry, stopping }: Served) {
  if (config.WORKER_HEALTH_PORT === undefined) return [];
  const readiness = workerReadiness(deps, consumer, () => stopping.aborted);
  const at = { host: config.WORKER_HEALTH_HOST, port: config.WORKER_HEALTH_PORT };
  const metrics = {
    token: config.METRICS_TOKEN,
    contentType: registry.contentType,
    read: () => registry.metrics(),
  };
  const served = await serveHealth({ readiness, metrics }, at);
  deps.log.info({ host: at.host, port: served.port }, 'health served');
  return [served];
}

main().catch((error: unknown) => {
  process.stderr.write(`worker: ${error instanceof Error ? error.message : 'cannot start'}\n`);
  process.exit(1);
});
