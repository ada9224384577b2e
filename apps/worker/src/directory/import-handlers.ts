import type { JobName } from '@reset/shared/queue/jobs';
import type { ClaimedChunk } from '@reset/shared/stores/chunk.store';
import type { WorkerDeps } from '../dependencies';
import { publishReport } from '../report/publish-report';
import { applyRows } from './apply-rows';
import { checkRows } from './check-rows';
import type { ImportKind } from './import-kind';
import { IMPORT_KINDS } from './import-kinds';
import { settleKeys } from './settle-keys';
import { summarizeImport } from './summarize-import';

type ImportHandler = (deps: WorkerDeps, chunk: ClaimedChunk, signal: AbortSignal) => Promise<void>;

/** What a worker does with the chunks of a directory import, by the same jobs as those of a bulk reset. */
export const IMPORT_HANDLERS: Readonly<Record<JobName, ImportHandler>> = {
  'validate-chunk': (deps, chunk, signal) => checkRows(deps, chunk, kindOf(chunk), signal),
  'settle-range': (deps, chunk, signal) => settleKeys(deps, chunk, kindOf(chunk).entity, signal),
  'summarize-bulk-reset': summarizeImport,
  'publish-report': publishReport,
  // An import cannot be taken back: nothing of it has such a chunk.
  'undo-chunk': async (_deps, { id }) => {
    throw new Error(`chunk ${id} belongs to no undo`);
  },
  'reset-chunk': (deps, chunk, signal) => applyRows(deps, chunk, kindOf(chunk), signal),
};

function kindOf({ kind, id }: ClaimedChunk): ImportKind {
  if (kind === 'reset' || kind === 'undo') throw new Error(`chunk ${id} belongs to no directory import`);
  return IMPORT_KINDS[kind];
}
