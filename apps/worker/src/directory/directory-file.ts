import type { CsvRecord } from '@reset/shared/csv/file-format';
import { readChunkBytes } from '@reset/shared/csv/read-chunk-bytes';
import { readRecords } from '@reset/shared/csv/read-records';
import type { Chunk } from '@reset/shared/entities/bulk-reset';
import { storedChunk } from '@reset/shared/report/stored-chunk';
import { getFile } from '@reset/shared/stores/bulk-reset.store';
import type { WorkerDeps } from '../dependencies';
import type { DirectoryFormat } from './read-values';

/** The rows of one chunk of a directory file, and how the file is written. */
export async function readDirectoryChunk(
  { dataSource, fileStore }: WorkerDeps,
  chunk: Chunk,
): Promise<{ format: DirectoryFormat; records: CsvRecord[] }> {
  const file = await getFile(dataSource.manager, chunk);
  // A file is stored with the columns of its kind.
  const format = file.format as unknown as DirectoryFormat;
  const stored = storedChunk(chunk);
  const bytes = await readChunkBytes(fileStore, file.storageKey, stored);
  return { format, records: readRecords(bytes, format, stored) };
}
