import { readChunkBytes } from '@reset/shared/csv/read-chunk-bytes';
import { readRecords } from '@reset/shared/csv/read-records';
import type { Chunk } from '@reset/shared/entities/bulk-reset';
import { storedChunk } from '@reset/shared/report/stored-chunk';
import { getFile } from '@reset/shared/stores/bulk-reset.store';
import type { DirectoryEntity } from '@reset/shared/stores/directory-entity';
import type { WorkerDeps } from '../dependencies';
import { type DirectoryFormat, type ReadRow, readValues } from './read-values';

/** What the rows of one chunk of a directory file say. */
export async function readDirectoryRows(
  { dataSource, fileStore }: WorkerDeps,
  chunk: Chunk,
  entity: DirectoryEntity,
): Promise<ReadRow[]> {
  const file = await getFile(dataSource.manager, chunk);
  // A file is stored with the columns of its kind.
  const format = file.format as unknown as DirectoryFormat;
  const stored = storedChunk(chunk);
  const bytes = await readChunkBytes(fileStore, file.storageKey, stored);
  return readRecords(bytes, format, stored).map((record) => readValues(entity, format, record));
}
