import type { JobName } from '@reset/shared/queue/jobs';
import type { ClaimedChunk } from '@reset/shared/stores/chunk.store';
import type { WorkerDeps } from './dependencies';
import { IMPORT_HANDLERS } from './directory/import-handlers';
import { publishReport } from './report/publish-report';
import { resetChunk } from './reset/reset-chunk';
import { settleRange } from './settle/settle-range';
import { summarizeBulkReset } from './settle/summarize-bulk-reset';
import { undoChunk } from './undo/undo-chunk';
import { validateChunk } from './validate/validate-chunk';

export type ChunkHandler = (deps: WorkerDeps, chunk: ClaimedChunk, signal: AbortSignal) => Promise<void>;

/** Everything a worker does. Each handler commits its effects together with the chunk's own state. */
export const handlerOf =
  (name: JobName): ChunkHandler =>
  (deps, chunk, signal) =>
    (chunk.kind === 'reset' || chunk.kind === 'undo' ? RESET_HANDLERS : IMPORT_HANDLERS)[name](
      deps,
      chunk,
      signal,
    );

const RESET_HANDLERS: Readonly<Record<JobName, ChunkHandler>> = {
  'validate-chunk': validateChunk,
  'settle-range': settleRange,
  'summarize-bulk-reset': summarizeBulkReset,
  'publish-report': publishReport,
  'reset-chunk': resetChunk,
  'undo-chunk': undoChunk,
};
