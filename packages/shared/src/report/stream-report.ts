import type { DataSource } from 'typeorm';
import type { ProblemView } from '../contracts/bulk-reset';
import { appendErrorCells, errorHeading } from '../csv/error-column';
import type { BulkResetFile } from '../entities/bulk-reset';
import type { FileStore } from '../storage/file-store';
import type { VersionKey } from '../stores/bulk-reset-key';
import { chunksOf } from '../stores/chunk.store';
import { problemsOfRows } from '../stores/problem.store';
import { readPrefix, streamChunks } from './stream-chunks';

export type ReportDeps = { dataSource: DataSource; fileStore: FileStore };

/**
 * The validation report: the uploaded bytes, record by record, with an `Error` cell before each line end. The same
 * file gives the same bytes whatever the number of workers and the order of chunks.
 * @param onlyErrors leaves out the rows that have no error
 * @param onRows gets the number of rows written so far
 */
export async function* streamReport(
  { dataSource, fileStore }: ReportDeps,
  key: VersionKey,
  file: BulkResetFile,
  { onlyErrors = false, onRows }: { onlyErrors?: boolean; onRows?: (rows: number) => Promise<void> } = {},
): AsyncGenerator<Buffer> {
  yield errorHeading(await readPrefix(fileStore, file), file.format);
  const chunks = await chunksOf(dataSource, key, 'validate');
  let rows = 0;
  for await (const { chunk, part, bytes } of streamChunks(fileStore, file, chunks)) {
    const range = { from: part.firstRow, to: part.firstRow + part.records };
    const cells = errorCells(await problemsOfRows(dataSource.manager, key, range), onlyErrors);
    yield appendErrorCells(bytes, file.format, part, (row) => cells.get(row), {
      onlyRowsWithCell: onlyErrors,
    });
    rows += chunk.rows;
    await onRows?.(rows);
  }
}

/** One cell a row: all of its problems, a warning marked as one. */
function errorCells(problems: readonly ProblemView[], onlyErrors: boolean): Map<number, string> {
  const cells = new Map<number, string>();
  const withError = new Set(problems.filter(({ severity }) => severity === 'error').map(({ row }) => row));
  for (const { row, severity, sentence } of problems) {
    if (onlyErrors && !withError.has(row)) continue;
    const words = severity === 'warning' ? `Warning: ${sentence}` : sentence;
    const before = cells.get(row);
    cells.set(row, before ? `${before} ${words}` : words);
  }
  return cells;
}
