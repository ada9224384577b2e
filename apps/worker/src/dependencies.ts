import { hostname } from 'node:os';
import { type Retention, retentionOf } from '@reset/shared/config/retention';
import { createDataSource } from '@reset/shared/database/data-source';
import { createLogger, type Logger } from '@reset/shared/log/logger';
import { type ChunkQueue, createChunkQueue } from '@reset/shared/queue/chunk-queue';
import { checkFileStore } from '@reset/shared/storage/check-file-store';
import type { AbandonedWrites, FileStore } from '@reset/shared/storage/file-store';
import { openFileStore } from '@reset/shared/storage/open-file-store';
import type { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { type ChunksInHand, createChunksInHand } from './chunks-in-hand';
import type { WorkerConfig } from './config/worker-config';
import { createRecentTrouble, type RecentTrouble } from './recent-trouble';
import { createIdentifierCache, type IdentifierCache } from './validate/identifier-cache';
import { createWorkerMetrics, type WorkerMetrics } from './worker-metrics';

export type WorkerDeps = {
  dataSource: DataSource;
  fileStore: FileStore & AbandonedWrites;
  queue: ChunkQueue;
  identifiers: IdentifierCache;
  inHand: ChunksInHand;
  trouble: RecentTrouble;
  metrics: WorkerMetrics;
  log: Logger;
  /** Tells support staff which process has a chunk. */
  workerName: string;
  leaseSeconds: number;
  /** Of a chunk of a reset, about. */
  pairsPerChunk: number;
  retention: Retention;
};

/** @throws Error that says which service cannot be used; Redis may be away, since MySQL knows what is due */
export async function buildDependencies(config: WorkerConfig, registry: Registry): Promise<WorkerDeps> {
  const fileStore = openFileStore(config.STORAGE_URL);
  await checkFileStore(fileStore, config.STORAGE_URL);
  // A chunk in hand uses one connection for its transaction and up to three for look-ups and its lease.
  const poolSize = config.WORKER_CONCURRENCY * 4 + 2;
  return {
    dataSource: await createDataSource(config.DATABASE_URL, { poolSize }).initialize(),
    fileStore,
    queue: createChunkQueue(config),
    identifiers: createIdentifierCache(),
    inHand: createChunksInHand(),
    trouble: createRecentTrouble(),
    metrics: createWorkerMetrics(registry),
    log: createLogger('worker', config),
    workerName: `${hostname()}-${process.pid}`,
    leaseSeconds: config.LEASE_SECONDS,
    pairsPerChunk: config.PAIRS_PER_CHUNK,
    retention: retentionOf(config),
  };
}
