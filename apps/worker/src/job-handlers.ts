import type { Chunk } from '@reset/shared/entities/bulk-reset';
import type { JobName } from '@reset/shared/queue/jobs';
import type { WorkerDeps } from './dependencies';
import { publishReport } from './report/publish-report';
import { resetChunk } from './reset/reset-chunk';
import { settleRange } from './settle/settle-range';
import { summarizeBulkReset } from './settle/summarize-bulk-reset';
import { validateChunk } from './validate/validate-chunk';

export type ChunkHandler = (deps: WorkerDeps, chunk: Chunk, signal: AbortSignal) => Promise<void>;

/** Everything a worker does. Each handler commits its effects together with the chunk's own state. */
export const HANDLERS: Readonly<Record<JobName, ChunkHandler>> = {
  'validate-chunk': validateChunk,
  'settle-range': settleRange,
  'summarize-bulk-reset': summarizeBulkReset,
  'publish-report': publishReport,
  'reset-chunk': resetChunk,
};
