import type { FileFormat } from '@reset/shared/csv/file-format';
import { readChunkBytes } from '@reset/shared/csv/read-chunk-bytes';
import { readRecords } from '@reset/shared/csv/read-records';
import type { Chunk } from '@reset/shared/entities/bulk-reset';
import { storedChunk } from '@reset/shared/report/stored-chunk';
import { getFile } from '@reset/shared/stores/bulk-reset.store';
import { markChunkDone } from '@reset/shared/stores/chunk.store';
import { insertChunkRows } from '@reset/shared/stores/chunk-rows.store';
import { insertProblems } from '@reset/shared/stores/problem.store';
import { ROW_FLAGS, stageRows } from '@reset/shared/stores/staged-row.store';
import { inChunkTransaction } from '../chunk-transaction';
import type { WorkerDeps } from '../dependencies';
import { checkRow, type RowResult } from './check-row';
import { createDirectory } from './directory';
import { resolveIdentifiers } from './resolve-identifiers';

/** Sums over the chunks of a validation give what settling starts from. */
export type ValidateCounts = { excluded: number; withErrors: number };

/**
 * Checks every row of one chunk of the upload. Problems, staged pairs, counts and the chunk's own state commit
 * together or not at all; everything that takes long happens before the transaction.
 */
export async function validateChunk(deps: WorkerDeps, chunk: Chunk, signal: AbortSignal): Promise<void> {
  const file = await getFile(deps.dataSource.manager, chunk);
  const stored = storedChunk(chunk);
  const bytes = await readChunkBytes(deps.fileStore, file.storageKey, stored);
  const rows = await checkRows(deps, chunk, readRecords(bytes, file.format, stored), file.format);
  signal.throwIfAborted();
  const flagged = rows.map((row) => ({ ...row, flags: flagsOf(row) }));
  await inChunkTransaction(deps.dataSource, async (db) => {
    await stageRows(
      db,
      chunk,
      flagged.flatMap(({ learnerId, courseId, row, flags }) =>
        flags & ROW_FLAGS.IDENTIFIED
          ? [{ learnerId: learnerId as number, courseId: courseId as number, fileRow: row, flags }]
          : [],
      ),
    );
    await insertProblems(
      db,
      chunk,
      rows.map(({ problems }) => problems),
    );
    await insertChunkRows(
      db,
      chunk,
      chunk.number,
      flagged.map(({ learnerId = 0, courseId = 0, flags }) => ({ learnerId, courseId, flags })),
    );
    await markChunkDone(db, chunk, { counts: countsOf(rows) });
  });
}

async function checkRows(
  { dataSource, identifiers }: WorkerDeps,
  chunk: Chunk,
  records: ReturnType<typeof readRecords>,
  format: FileFormat,
): Promise<RowResult[]> {
  const cache = identifiers.of(`${chunk.organizationId} ${chunk.bulkResetId} ${chunk.version}`);
  const directory = createDirectory(dataSource, chunk.organizationId, cache);
  const found = await resolveIdentifiers(directory, format.columns, records);
  return records.map((record, index) => checkRow(record, format, found[index] as (typeof found)[number]));
}

const hasError = ({ problems }: RowResult) => problems.some(({ severity }) => severity === 'error');

function flagsOf(row: RowResult): number {
  const identified = row.learnerId && row.courseId && row.resetRequired !== undefined;
  return (
    (row.resetRequired ? ROW_FLAGS.RESET : 0) |
    (hasError(row) ? ROW_FLAGS.ERROR : 0) |
    (identified ? ROW_FLAGS.IDENTIFIED : 0)
  );
}

function countsOf(rows: readonly RowResult[]): ValidateCounts {
  const withErrors = rows.filter(hasError).length;
  const excluded = rows.filter((row) => row.resetRequired === false && !hasError(row)).length;
  return { excluded, withErrors };
}
