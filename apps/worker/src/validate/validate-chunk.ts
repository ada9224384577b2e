import type { FileFormat } from '@reset/shared/csv/file-format';
import { readChunkBytes } from '@reset/shared/csv/read-chunk-bytes';
import { readRecords } from '@reset/shared/csv/read-records';
import type { Chunk } from '@reset/shared/entities/bulk-reset';
import { storedChunk } from '@reset/shared/report/stored-chunk';
import { getFile } from '@reset/shared/stores/bulk-reset.store';
import { markChunkDone } from '@reset/shared/stores/chunk.store';
import { insertChunkRows } from '@reset/shared/stores/chunk-rows.store';
import {
  type PairColumns,
  pairColumns,
  ROW_FLAGS,
  sortPairs,
  takePairs,
} from '@reset/shared/stores/packed-pairs';
import { insertProblems } from '@reset/shared/stores/problem.store';
import { insertStagedRun } from '@reset/shared/stores/staged-run.store';
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
  const columns = columnsOf(rows);
  const staged = sortPairs(identifiedOf(columns));
  await inChunkTransaction(deps.dataSource, chunk, async (db) => {
    await insertStagedRun(db, chunk, chunk.number, staged);
    await insertProblems(
      db,
      chunk,
      rows.map(({ problems }) => problems),
    );
    await insertChunkRows(db, chunk, chunk.number, columns);
    await markChunkDone(db, chunk, { counts: countsOf(columns) });
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
  const { learners, courses } = await resolveIdentifiers(directory, format.columns, records);
  return records.map((record, index) =>
    checkRow(record, format, {
      learner: learners[index] as (typeof learners)[number],
      course: courses[index] as (typeof courses)[number],
    }),
  );
}

const hasError = ({ problems }: RowResult) => problems.some(({ severity }) => severity === 'error');

function flagsOf(row: RowResult): number {
  const identified = row.learnerId && row.courseId && row.resetRequired !== undefined;
  return (
    (row.resetRequired ? ROW_FLAGS.RESET : 0) |
    (hasError(row) ? ROW_FLAGS.ERROR : 0) |
    (identified ? ROW_FLAGS.IDENTIFIED : 0) |
    (row.resetRequired === false ? ROW_FLAGS.EXCLUDED : 0)
  );
}

/** All rows, in file order. Ids are 0 where a row names nobody or nothing. */
function columnsOf(rows: readonly RowResult[]): PairColumns {
  const columns = pairColumns(rows.length);
  rows.forEach((row, index) => {
    columns.learnerIds[index] = row.learnerId ?? 0;
    columns.courseIds[index] = row.courseId ?? 0;
    columns.fileRows[index] = row.row;
    columns.flags[index] = flagsOf(row);
  });
  return columns;
}

function identifiedOf(columns: PairColumns): PairColumns {
  const places: number[] = [];
  columns.flags.forEach((flags, place) => {
    if (flags & ROW_FLAGS.IDENTIFIED) places.push(place);
  });
  return takePairs(columns, places);
}

function countsOf({ flags }: PairColumns): ValidateCounts {
  const { ERROR, EXCLUDED } = ROW_FLAGS;
  const count = (mask: number, wanted: number) =>
    flags.reduce((sum, flag) => sum + ((flag & mask) === wanted ? 1 : 0), 0);
  return { excluded: count(ERROR | EXCLUDED, EXCLUDED), withErrors: count(ERROR, ERROR) };
}
