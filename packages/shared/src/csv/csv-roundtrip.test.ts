import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { sentenceOf } from '../contracts/problem';
import { checkWidth } from './check-width';
import {
  askedEncoding,
  encoded,
  isBlank,
  prefixText,
  recordText,
  tableBytes,
  type WrittenRecord,
  type WrittenTable,
  writtenTable,
} from './csv-table.fixture';
import { fuzzRuns } from './fuzz-runs.fixture';
import type { UploadInspection } from './inspect-upload';
import { inspect, recordsOf, reportOf } from './inspected.fixture';
import { SCAN_BLOCK_BYTES } from './limits';
import { readRecords } from './read-records';

const tables = fc.oneof(writtenTable({ withError: false }), writtenTable({ withError: true }));
const slices = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
const limits = fc.record({
  rowsPerChunk: fc.integer({ min: 1, max: 4 }),
  bytesPerChunk: fc.integer({ min: 1, max: 200 }),
});

/** What a reader must find: the data rows with their numbers. */
function expectedRecords({ blanksAbove, records }: WrittenTable) {
  return records.flatMap((record, index) =>
    isBlank(record)
      ? []
      : [{ row: blanksAbove.length + 2 + index, cells: record.cells.map(({ value }) => value) }],
  );
}

function expectContiguous(file: Buffer, { format, chunks, rows }: UploadInspection) {
  let [at, row, number, filled] = [format.headerEndByte, format.headerRow + 1, 0, 0];
  for (const chunk of chunks) {
    expect(chunk).toMatchObject({ number, firstRow: row, startByte: at });
    const bytes = file.subarray(chunk.startByte, chunk.endByte);
    expect(chunk.crc32).toBe(crc32(bytes));
    expect(chunk.quoted).toBe(hasQuote(bytes, format.encoding));
    [at, row, number, filled] = [chunk.endByte, row + chunk.records, number + 1, filled + chunk.rows];
  }
  expect([at, filled]).toEqual([file.length, rows]);
}

const hasQuote = (bytes: Buffer, encoding: UploadInspection['format']['encoding']) =>
  (encoding === 'utf-16be' ? Buffer.from(bytes).swap16() : bytes)
    .toString(encoding.startsWith('utf-16') ? 'utf16le' : 'latin1')
    .includes('"');

test('any table, written in any accepted way, cut and sliced anywhere, reads back the same', () => {
  fc.assert(
    fc.property(tables, limits, slices, (table, limits, slices) => {
      const file = tableBytes(table);
      const inspection = inspect(file, { ...limits, ...askedEncoding(table) }, slices);

      const records = expectedRecords(table);
      expect(recordsOf(file, inspection)).toEqual(records);
      expect(inspection).toMatchObject({
        bytes: file.length,
        rows: records.length,
        blankRows: table.blanksAbove.length + table.records.length - records.length,
      });
      expect(inspection.format).toMatchObject({
        encoding: table.encoding,
        delimiter: table.delimiter,
        sepLine: table.sepLine !== undefined,
        header: table.header.cells.map(({ value }) => value),
        headerRow: table.blanksAbove.length + 1,
      });
      expect([...inspection.format.lineEnds].sort()).toEqual(
        [...new Set([table.header, ...table.records].map(({ lineEnd }) => lineEnd))].filter(Boolean).sort(),
      );
      for (const chunk of inspection.chunks) {
        expect(chunk.rows).toBeLessThanOrEqual(limits.rowsPerChunk);
        const bytes = chunk.endByte - chunk.startByte;
        expect(bytes <= limits.bytesPerChunk || chunk.records === 1).toBe(true);
      }
      expectContiguous(file, inspection);
    }),
    { numRuns: fuzzRuns(120) },
  );
});

test('how the body is sliced on its way makes no difference', () => {
  fc.assert(
    fc.property(tables, limits, slices, (table, limits, slices) => {
      const file = tableBytes(table);
      const options = { ...limits, ...askedEncoding(table) };
      expect(inspect(file, options, slices)).toEqual(inspect(file, options, [file.length]));
    }),
  );
});

test('a table that lies across two blocks of the scanner reads back the same', () => {
  const before = fc.record({ below: fc.boolean(), units: fc.integer({ min: 0, max: 200 }) });
  fc.assert(
    fc.property(tables, before, (table, { below, units }) => {
      const unit = table.encoding.startsWith('utf-16') ? 2 : 1;
      const far = withFiller(table, SCAN_BLOCK_BYTES / unit - units, below);
      const file = tableBytes(far);
      const inspection = inspect(file, askedEncoding(table));
      expect(recordsOf(file, inspection)).toEqual(expectedRecords(far));
      expectContiguous(file, inspection);
    }),
    { numRuns: fuzzRuns(25) },
  );
});

/** Puts rows, or blank rows above the header, before the records, so that they begin after about so many units. */
function withFiller(table: WrittenTable, units: number, below: boolean): WrittenTable {
  const rest = Math.max(0, units - prefixText(table).length);
  if (!below) {
    const empty: WrittenRecord = { cells: [{ raw: '', value: '' }], lineEnd: '\n' };
    return {
      ...table,
      sepLine: table.sepLine && '\n',
      blanksAbove: [...Array<WrittenRecord>(rest).fill(empty), ...table.blanksAbove],
    };
  }
  const long = 30_000;
  const filler = (length: number): WrittenRecord => {
    const text = 'x'.repeat(Math.max(1, length - 1));
    return { cells: [{ raw: text, value: text }], lineEnd: '\n' };
  };
  const fillers = Array.from({ length: Math.ceil(rest / long) }, (_, index) =>
    filler(Math.min(long, rest - index * long)),
  );
  return { ...table, records: [...fillers, ...table.records] };
}

test('splitting a chunk without quotes and reading its fields give the same', () => {
  fc.assert(
    fc.property(tables, limits, (table, limits) => {
      const file = tableBytes(table);
      const { format, chunks } = inspect(file, { ...limits, ...askedEncoding(table) });
      for (const chunk of chunks.filter(({ quoted }) => !quoted)) {
        const bytes = file.subarray(chunk.startByte, chunk.endByte);
        expect(readRecords(bytes, format, { ...chunk, quoted: true })).toEqual(
          readRecords(bytes, format, chunk),
        );
      }
    }),
    { numRuns: fuzzRuns(120) },
  );
});

const sentences = fc.oneof(
  fc.constant(undefined),
  fc.constantFrom('Row 4 says the opposite.', 'No learner has "x", é, 漢.', '=1+1', 'two\nlines', ''),
);

/** What the report of a table must be, made from the pieces that the table was made of. */
function expectedReport(table: WrittenTable, cellOf: (row: number) => string | undefined): Buffer {
  const { delimiter, encoding, header, blanksAbove } = table;
  const last = header.cells.findLastIndex(({ value }) => value !== '');
  const hasError = header.cells[last]?.value.toLowerCase() === 'error';
  const column = hasError ? last : header.cells.length;
  const withHeading = hasError
    ? header
    : { ...header, cells: [...header.cells, { raw: 'Error', value: '' }] };
  const records = table.records.map((record, index) => {
    if (isBlank(record)) return recordText(record, delimiter);
    const raw = record.cells.map((cell) => cell.raw);
    while (raw.length < column) raw.push('');
    raw.splice(column, hasError ? 1 : 0, errorCell(cellOf(blanksAbove.length + 2 + index), encoding));
    return raw.join(delimiter) + record.lineEnd;
  });
  return encoded(prefixText(table, withHeading) + records.join(''), encoding);
}

function errorCell(text: string | undefined, encoding: WrittenTable['encoding']): string {
  if (!text) return '';
  const safe = text.startsWith('=') ? `'${text}` : text;
  const written = encoding === 'windows-1252' ? safe.replaceAll('漢', '?') : safe;
  return `"${written.replaceAll('"', '""')}"`;
}

test('the report is the upload with the Error cell put in, byte for byte', () => {
  fc.assert(
    fc.property(tables, limits, fc.array(sentences, { minLength: 1 }), (table, limits, cells) => {
      const file = tableBytes(table);
      const inspection = inspect(file, { ...limits, ...askedEncoding(table) });
      const cellOf = (row: number) => cells[row % cells.length];
      const report = reportOf(file, inspection, cellOf);
      expect(report.toString('latin1')).toBe(expectedReport(table, cellOf).toString('latin1'));
    }),
    { numRuns: fuzzRuns(120) },
  );
});

test('a report, uploaded again, has the same rows and widths, and is its own report', () => {
  fc.assert(
    fc.property(tables, limits, (table, limits) => {
      const options = { ...limits, ...askedEncoding(table) };
      const file = tableBytes(table);
      const first = inspect(file, options);
      const widths = widthSentences(file, first);
      const report = reportOf(file, first, (row) => widths.get(row));

      const second = inspect(report, options);
      expect(second).toMatchObject({ rows: first.rows, blankRows: first.blankRows });
      expect(withoutError(report, second)).toEqual(withoutError(file, first));
      const again = widthSentences(report, second);
      expect(again).toEqual(widths);
      expect(reportOf(report, second, (row) => again.get(row)).equals(report)).toBe(true);
    }),
    { numRuns: fuzzRuns(120) },
  );
});

/** What the widths of the rows give rise to, by row. */
function widthSentences(file: Buffer, inspection: UploadInspection): Map<number, string> {
  const { columns, header } = inspection.format;
  return new Map(
    recordsOf(file, inspection).flatMap((record) => {
      const width = checkWidth(record, columns, header.length);
      return width ? [[record.row, sentenceOf({ code: width.code, details: width })] as const] : [];
    }),
  );
}

/** The cells without the `Error` column and without the empty ones that padding cannot be told from. */
function withoutError(file: Buffer, inspection: UploadInspection) {
  const { error } = inspection.format.columns;
  return recordsOf(file, inspection).map(({ row, cells }) => {
    const own = error === undefined ? cells : cells.toSpliced(error, 1);
    return { row, cells: own.slice(0, own.findLastIndex((cell) => cell !== '') + 1) };
  });
}

test('the report of failing rows holds these alone', () => {
  fc.assert(
    fc.property(tables, limits, fc.array(sentences, { minLength: 1 }), (table, limits, cells) => {
      const file = tableBytes(table);
      const cellOf = (row: number) => cells[row % cells.length];
      const inspection = inspect(file, { ...limits, ...askedEncoding(table) });
      const first = table.blanksAbove.length + 2;
      const failing = {
        ...table,
        records: table.records.filter(
          (record, index) => !isBlank(record) && cellOf(first + index) !== undefined,
        ),
      };
      const rows = table.records.flatMap((record, index) =>
        failing.records.includes(record) ? [first + index] : [],
      );
      const expected = expectedReport(failing, (row) => cellOf(rows[row - first] as number));
      const report = reportOf(file, inspection, cellOf, { onlyRowsWithCell: true });
      expect(report.toString('latin1')).toBe(expected.toString('latin1'));
    }),
  );
});
