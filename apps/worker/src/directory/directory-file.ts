import { readChunkBytes } from '@reset/shared/csv/read-chunk-bytes';
import { readRecords } from '@reset/shared/csv/read-records';
import type { Chunk } from '@reset/shared/entities/bulk-reset';
import { storedChunk } from '@reset/shared/report/stored-chunk';
import { getFile } from '@reset/shared/stores/bulk-reset.store';
import { type DirectoryEntity, isOfPairs } from '@reset/shared/stores/directory-entity';
import type { WorkerDeps } from '../dependencies';
import { namePairs } from './name-pairs';
import { type DirectoryFormat, type ReadRow, readValues } from './read-values';

/** What the rows of one chunk of a directory file say, and whom they name where they are about a learner and a course. */
export async function readDirectoryRows(
  deps: WorkerDeps,
  chunk: Chunk,
  entity: DirectoryEntity,
): Promise<ReadRow[]> {
  const file = await getFile(deps.dataSource.manager, chunk);
  // A file is stored with the columns of its kind.
  const format = file.format as unknown as DirectoryFormat;
  const stored = storedChunk(chunk);
  const bytes = await readChunkBytes(deps.fileStore, file.storageKey, stored);
  const records = readRecords(bytes, format, stored);
  const rows = records.map((record) => readValues(entity, format, record));
  return isOfPairs(entity) ? namePairs(deps, chunk, format, { records, rows }) : rows;
}
