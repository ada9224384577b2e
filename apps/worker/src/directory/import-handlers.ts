import type { JobName } from '@reset/shared/queue/jobs';
import type { ClaimedChunk } from '@reset/shared/stores/chunk.store';
import { DIRECTORY_ENTITIES, type DirectoryEntity } from '@reset/shared/stores/directory-entity';
import type { WorkerDeps } from '../dependencies';
import { publishReport } from '../report/publish-report';
import { applyEntities } from './apply-entities';
import { checkEntities } from './check-entities';
import { settleKeys } from './settle-keys';
import { summarizeImport } from './summarize-import';

type ImportHandler = (deps: WorkerDeps, chunk: ClaimedChunk, signal: AbortSignal) => Promise<void>;

/** What a worker does with the chunks of a directory import, by the same jobs as those of a bulk reset. */
export const IMPORT_HANDLERS: Readonly<Record<JobName, ImportHandler>> = {
  'validate-chunk': (deps, chunk, signal) => checkEntities(deps, chunk, entityOf(chunk), signal),
  'settle-range': (deps, chunk, signal) => settleKeys(deps, chunk, entityOf(chunk), signal),
  'summarize-bulk-reset': summarizeImport,
  'publish-report': publishReport,
  'reset-chunk': (deps, chunk, signal) => applyEntities(deps, chunk, entityOf(chunk), signal),
};

function entityOf({ kind, id }: ClaimedChunk): DirectoryEntity {
  if (kind === 'reset') throw new Error(`chunk ${id} belongs to no directory import`);
  return DIRECTORY_ENTITIES[kind];
}
