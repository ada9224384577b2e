import type { Retention } from '@reset/shared/config/retention';
import type { Logger } from '@reset/shared/log/logger';
import type { ChunkQueue } from '@reset/shared/queue/chunk-queue';
import type { FileStore } from '@reset/shared/storage/file-store';
import type { DataSource } from 'typeorm';
import type { WorkFlow } from '../operations/why-waiting';

/** What the routes of bulk resets work with. */
export type BulkResetDeps = {
  dataSource: DataSource;
  fileStore: FileStore;
  queue: Pick<ChunkQueue, 'add'>;
  log: Logger;
  /** How the work flows, of the last seconds. */
  workFlow: () => Promise<WorkFlow>;
  /** For how long an Idempotency-Key is remembered. */
  idempotencyKeyHours: number;
  /** How long things are kept after the end. */
  retention: Retention;
};
