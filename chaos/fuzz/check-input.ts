import { strict as assert } from 'node:assert';
import { crc32 } from 'node:zlib';
import { checkWidth } from '@reset/shared/csv/check-width';
import { appendErrorCells, errorHeading } from '@reset/shared/csv/error-column';
import type { CsvRecord } from '@reset/shared/csv/file-format';
import { createUploadInspector, type UploadInspection } from '@reset/shared/csv/inspect-upload';
import { readRecords } from '@reset/shared/csv/read-records';
import { encodeText } from '@reset/shared/csv/text-encoding';
import { isAppError } from '@reset/shared/errors/app-error';
import type { FuzzInput } from './make-input';

export type Verdict = 'read' | 'refused';
const LONGEST_SENTENCE = 500;

/**
 * Reads a file as the product does and asks whether everything agrees.
 * @throws AssertionError, or whatever else than a refusal the code under test threw
 */
export function checkInput({ file, options, slices }: FuzzInput): Verdict {
  const inspection = inspect({ file, options, slices });
  // Neither what is found nor why it is refused may depend on how the body was cut.
  assert.deepEqual(inspect({ file, options, slices: [file.length + 1] }), inspection);
  if ('reason' in inspection) return 'refused';
  expectTiles(file, inspection);
  const records = recordsOf(file, inspection);
  assert.equal(records.length, inspection.rows, 'rows read and rows counted');
  expectSameRecords(file, inspection, records);
  expectReport(file, inspection, records, options);
  return 'read';
}

type Refused = { reason: string; sentence: string; row?: number };

function inspect({ file, options, slices }: FuzzInput): UploadInspection | Refused {
  const inspector = createUploadInspector(options);
  try {
    for (let at = 0, cut = 0; at < file.length; cut += 1) {
      const end = at + (slices[cut % slices.length] as number);
      inspector.push(file.subarray(at, end));
      at = end;
    }
    return inspector.finish();
  } catch (error) {
    if (!isAppError(error) || error.code !== 'file-refused') throw error;
    const refused = error.details as Refused;
    assert.ok(refused.sentence.length <= LONGEST_SENTENCE, 'a refusal is a sentence');
    assert.ok((refused.row ?? 1) >= 1, 'rows are counted from 1');
    return refused;
  }
}

/** The chunks lie side by side from the header to the end, each with its own checksum, and none is empty. */
function expectTiles(file: Buffer, { format, chunks, rows, blankRows, bytes }: UploadInspection): void {
  assert.equal(bytes, file.length);
  let [at, row] = [format.headerEndByte, format.headerRow + 1];
  for (const [index, chunk] of chunks.entries()) {
    assert.deepEqual([chunk.number, chunk.startByte, chunk.firstRow], [index, at, row]);
    assert.ok(chunk.endByte > chunk.startByte && chunk.records >= chunk.rows, 'a chunk holds records');
    assert.equal(chunk.crc32, crc32(file.subarray(chunk.startByte, chunk.endByte)));
    at = chunk.endByte;
    row += chunk.records;
  }
  assert.equal(at, file.length);
  assert.equal(row - 1, format.headerRow + rows + blankRows - (format.headerRow - 1));
}

function recordsOf(file: Buffer, { format, chunks }: UploadInspection): CsvRecord[] {
  return chunks.flatMap((chunk) => {
    const records = readRecords(file.subarray(chunk.startByte, chunk.endByte), format, chunk);
    assert.equal(records.length, chunk.rows, 'rows of a chunk');
    return records;
  });
}

/** Read at once instead of in chunks, and by the parser for quotes where there are none, it says the same. */
function expectSameRecords(file: Buffer, { format }: UploadInspection, records: CsvRecord[]): void {
  const all = { firstRow: format.headerRow + 1, quoted: true };
  assert.deepEqual(readRecords(file.subarray(format.headerEndByte), format, all), records);
  let last = format.headerRow;
  for (const { row, cells } of records) {
    assert.ok(row > last && cells.some((cell) => cell !== ''), 'rows in order, none of them blank');
    checkWidth({ cells }, format.columns, format.header.length);
    last = row;
  }
}

const wordsOf = (row: number) => `~Row ${row} was "fuzzed"~`;
const cellOf = (row: number) => `"${wordsOf(row).replaceAll('"', '""')}"`;

function expectReport(
  file: Buffer,
  inspection: UploadInspection,
  records: CsvRecord[],
  options: FuzzInput['options'],
): void {
  const report = reportOf(file, inspection);
  const again = inspect({ file: report, options, slices: [report.length] });
  // The words of our column may be more than a record may hold, and what another column said may lie under it now.
  if ('reason' in again) assert.fail(`the report is refused: ${again.sentence}`);
  assert.deepEqual([again.rows, again.blankRows], [inspection.rows, inspection.blankRows]);
  assert.ok(reportOf(report, again).equals(report), "a report's report is the report");
  if (inspection.format.columns.error === undefined)
    assert.ok(withoutErrorColumn(report, inspection, records).equals(file), 'the report without its column');
}

function reportOf(file: Buffer, { format, chunks }: UploadInspection): Buffer {
  return Buffer.concat([
    errorHeading(file.subarray(0, format.headerEndByte), format),
    ...chunks.map((chunk) =>
      appendErrorCells(file.subarray(chunk.startByte, chunk.endByte), format, chunk, wordsOf),
    ),
  ]);
}

/** Takes each cell of ours away, found by its words, with the delimiters that were put before it. */
function withoutErrorColumn(report: Buffer, { format }: UploadInspection, records: CsvRecord[]): Buffer {
  const { encoding, delimiter, header, headerEndByte } = format;
  const delimiterBytes = encodeText(delimiter, encoding).length;
  const heading = encodeText(`${delimiter}Error`, encoding);
  const bodyAt = headerEndByte + heading.length;
  const headingAt = report.lastIndexOf(heading, bodyAt - heading.length);
  const parts = [report.subarray(0, headingAt), report.subarray(headingAt + heading.length, bodyAt)];
  let at = bodyAt;
  for (const { row, cells } of records) {
    const cell = encodeText(cellOf(row), encoding);
    const found = report.indexOf(cell, at);
    assert.ok(found >= 0, `row ${row} has its cell`);
    const added = Math.max(header.length - cells.length, 0) + 1;
    parts.push(report.subarray(at, found - added * delimiterBytes));
    at = found + cell.length;
  }
  return Buffer.concat([...parts, report.subarray(at)]);
}
