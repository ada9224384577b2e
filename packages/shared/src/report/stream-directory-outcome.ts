import type { Readable } from 'node:stream';
import type { DirectoryProblemView } from '../contracts/directory-import';
import { readRecords } from '../csv/read-records';
import { writeCsv } from '../csv/write-csv';
import type { BulkResetFile } from '../entities/bulk-reset';
import type { VersionKey } from '../stores/bulk-reset-key';
import { chunksOf } from '../stores/chunk.store';
import { problemsOfRows } from '../stores/problem.store';
import { type RowOutcome, readRowOutcomes } from '../stores/row-outcome.store';
import { streamChunks, type UploadPart } from './stream-chunks';
import type { ReportDeps } from './stream-report';

/** What people read in the outcome. */
const OUTCOME_WORDS: Readonly<Record<RowOutcome, string>> = {
  created: 'Created',
  updated: 'Updated',
  unchanged: 'Unchanged',
  repeated: 'Repeated',
  'changed-since-validation': 'Changed since validation',
};

/**
 * What was done with each row of a directory file: its columns, `Row` before them and `Outcome` and `Reason` behind, in
 * file order. A CSV for spreadsheets, so in UTF-8 with a byte-order mark and with formula characters escaped.
 */
export const streamDirectoryOutcome = (deps: ReportDeps, key: VersionKey, file: BulkResetFile): Readable =>
  writeCsv(['Row', ...file.format.header, 'Outcome', 'Reason'], outcomeRows(deps, key, file));

async function* outcomeRows(
  deps: ReportDeps,
  key: VersionKey,
  file: BulkResetFile,
): AsyncGenerator<string[][]> {
  const chunks = await chunksOf(deps.dataSource, key, 'validate');
  for await (const part of streamChunks(deps.fileStore, file, chunks))
    yield await rowsOfPart(deps, key, file, part);
}

async function rowsOfPart(
  { dataSource: { manager } }: ReportDeps,
  key: VersionKey,
  file: BulkResetFile,
  { chunk, part, bytes }: UploadPart,
): Promise<string[][]> {
  const outcomes = await readRowOutcomes(manager, key, chunk.number);
  const range = { from: part.firstRow, to: part.firstRow + part.records };
  const problems = new Map<number, DirectoryProblemView[]>();
  for (const problem of await problemsOfRows<DirectoryProblemView>(manager, key, range))
    problems.set(problem.row, [...(problems.get(problem.row) ?? []), problem]);
  return readRecords(bytes, file.format, part).map(({ row, cells }, index) => {
    const ofRow = problems.get(row) ?? [];
    const outcome = outcomes?.[index];
    return [
      String(row),
      ...file.format.header.map((_, column) => cells[column] ?? ''),
      outcome ? OUTCOME_WORDS[outcome] : notApplied(ofRow),
      ofRow.map(({ sentence }) => sentence).join(' '),
    ];
  });
}

function notApplied(problems: readonly DirectoryProblemView[]): string {
  if (problems.some(({ severity }) => severity === 'error')) return 'With errors';
  return problems.some(({ code }) => code === 'row-repeated') ? 'Repeated' : 'Not processed';
}
