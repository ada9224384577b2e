import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { parseString } from 'fast-csv';
import { DELIMITERS } from '../contracts/csv-columns';
import { inspect, recordsOf } from './inspected.fixture';

/** Where RFC 4180 leaves no choice: a cell that needs quotes has them, and nothing else has a quote. */
const strictFiles = fc
  .record({
    delimiter: fc.constantFrom(...DELIMITERS),
    lineEnd: fc.constantFrom('\r\n', '\n'),
    mark: fc.constantFrom('', '\ufeff'),
    final: fc.boolean(),
    rows: fc.array(
      fc.array(fc.string({ unit: fc.constantFrom(...'ab1 .";,\t\r\né漢'), maxLength: 6 }), {
        minLength: 3,
        maxLength: 3,
      }),
      { minLength: 1, maxLength: 8 },
    ),
  })
  .map(({ delimiter, lineEnd, mark, final, rows }) => {
    const written = (cell: string) =>
      /["\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell;
    const lines = [['Learner', 'Content', 'Reset required'], ['first', '', ''], ...rows].map((row) =>
      row.map(written).join(delimiter),
    );
    const text = mark + lines.join(lineEnd) + (final ? lineEnd : '');
    return { text, delimiter, lineEnd };
  });

const ours = (text: string) => {
  const file = Buffer.from(text);
  return recordsOf(file, inspect(file, { rowsPerChunk: 2 })).map(({ cells }) => cells);
};
const rowsOf = (records: string[][]) =>
  records
    .slice(1)
    .map((cells) => cells.map((cell) => cell.trim()))
    .filter((cells) => cells.some((cell) => cell !== ''));

test('csv-parse reads the same where the standard leaves no choice', () => {
  fc.assert(
    fc.property(strictFiles, ({ text, delimiter, lineEnd }) => {
      const theirs: string[][] = parse(text, {
        delimiter,
        bom: true,
        record_delimiter: lineEnd,
        relax_column_count: true,
      });
      expect(ours(text)).toEqual(rowsOf(theirs));
    }),
    { numRuns: 200 },
  );
});

test('fast-csv reads the same where the standard leaves no choice', async () => {
  await fc.assert(
    // It opens a quoted field after blanks and takes blanks after one, so quoted cells have none around here.
    fc.asyncProperty(strictFiles, async ({ text, delimiter }) => {
      expect(ours(text)).toEqual(rowsOf(await readByFastCsv(text, delimiter)));
    }),
    { numRuns: 200 },
  );
});

function readByFastCsv(text: string, delimiter: string): Promise<string[][]> {
  return new Promise((resolve, reject) => {
    const rows: string[][] = [];
    parseString<string[], string[]>(text, { delimiter, headers: false })
      .on('data', (row: string[]) => rows.push(row))
      .on('error', reject)
      .on('end', () => resolve(rows));
  });
}
