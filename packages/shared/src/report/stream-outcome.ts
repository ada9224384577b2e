import type { Readable } from 'node:stream';
import { readRecords } from '../csv/read-records';
import { writeCsv } from '../csv/write-csv';
import type { BulkResetFile } from '../entities/bulk-reset';
import type { VersionKey } from '../stores/bulk-reset-key';
import { chunksOf } from '../stores/chunk.store';
import { readChunkRows } from '../stores/chunk-rows.store';
import {
  type LeftOutCause,
  type OutcomeOfRow,
  outcomesOfRows,
  type RowOutcome,
} from '../stores/outcome.store';
import { streamChunks, type UploadPart } from './stream-chunks';
import type { ReportDeps } from './stream-report';

/** What people read in the outcome. */
export const OUTCOME_WORDS: Readonly<Record<RowOutcome, string>> = {
  reset: 'Reset',
  excluded: 'Excluded (FALSE)',
  'nothing-to-reset': 'Nothing to reset',
  repeated: 'Repeated',
  'with-errors': 'With errors',
  'changed-since-validation': 'Changed since validation',
  'not-processed': 'Not processed',
};
const CAUSE_WORDS: Readonly<Record<LeftOutCause, string>> = {
  'learner-deactivated': 'The learner was deactivated after validation.',
  'content-kind': 'The course became one that cannot be reset after validation.',
  'compliance-not-configured': 'The compliance course was no longer configured at the reset.',
};

const undoneWords = (at: Date): string =>
  `Undone since, on ${at.toISOString().slice(0, 16).replace('T', ' ')} (UTC).`;

/**
 * What was done with each row: the columns of the file, `Row` before them and `Outcome` and `Reason` behind, in file
 * order. A CSV for spreadsheets, so in UTF-8 with a byte-order mark and with formula characters escaped.
 */
export const streamOutcome = (deps: ReportDeps, key: VersionKey, file: BulkResetFile): Readable =>
  writeCsv(
    ['Row', ...file.format.header, 'Outcome', 'Reason'],
    outcomeRows(deps, key, file, ({ row, cells, outcome, cause, withdrawnAt }) => [
      String(row),
      ...cells,
      OUTCOME_WORDS[outcome],
      cause ? CAUSE_WORDS[cause] : withdrawnAt ? undoneWords(withdrawnAt) : '',
    ]),
  );

/** The rows that were not processed, in the columns of the file, so that they can be uploaded again. */
export const streamNotProcessed = (deps: ReportDeps, key: VersionKey, file: BulkResetFile): Readable =>
  writeCsv(
    file.format.header,
    outcomeRows(deps, key, file, ({ cells, outcome }) => (outcome === 'not-processed' ? cells : undefined)),
  );

type RowWithOutcome = OutcomeOfRow & { row: number; cells: string[] };
/** Leaves a row out where it gives nothing. */
type WriteRow = (row: RowWithOutcome) => string[] | undefined;

async function* outcomeRows(
  deps: ReportDeps,
  key: VersionKey,
  file: BulkResetFile,
  write: WriteRow,
): AsyncGenerator<string[][]> {
  const chunks = await chunksOf(deps.dataSource, key, 'validate');
  for await (const part of streamChunks(deps.fileStore, file, chunks))
    yield (await rowsOfPart(deps, key, file, part)).flatMap((row) => {
      const written = write(row);
      return written ? [written] : [];
    });
}

async function rowsOfPart(
  { dataSource }: ReportDeps,
  key: VersionKey,
  file: BulkResetFile,
  upload: UploadPart,
): Promise<RowWithOutcome[]> {
  const records = readRecords(upload.bytes, file.format, upload.part);
  const packed = await readChunkRows(dataSource.manager, key, upload.chunk.number);
  const known = packed.flatMap((row, index) => {
    const record = records[index];
    return record ? [{ ...row, fileRow: record.row }] : [];
  });
  const outcomes = await outcomesOfRows(dataSource.manager, key, known);
  return records.map(({ row, cells }, index) => ({
    row,
    cells: file.format.header.map((_, column) => cells[column] ?? ''),
    // A chunk that is not validated yet has no packed rows: nothing was done with its rows.
    ...(outcomes[index] ?? { outcome: 'not-processed' }),
  }));
}
