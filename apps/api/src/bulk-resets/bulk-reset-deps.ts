import type { Logger } from '@reset/shared/log/logger';
import type { ChunkQueue } from '@reset/shared/queue/chunk-queue';
import type { FileStore } from '@reset/shared/storage/file-store';
import type { DataSource } from 'typeorm';

/** What the routes of bulk resets work with. */
export type BulkResetDeps = {
  dataSource: DataSource;
  fileStore: FileStore;
  queue: Pick<ChunkQueue, 'add'>;
  log: Logger;
  /** For how long an Idempotency-Key is remembered. */
  idempotencyKeyHours: number;
};
