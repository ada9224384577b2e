import type { Delimiter } from '../contracts/csv-columns';
import type { ChunkRange, CsvRecord, FileFormat } from './file-format';
import { readFields } from './read-fields';
import { decodeText } from './text-encoding';

/**
 * Reads the complete bytes of one chunk.
 * @param range tells the row of the first record, and whether the chunk holds a quote anywhere: without one, splitting
 *   is exact and several times faster
 * @returns data rows in file order; blank rows are left out and counted in the row numbers. `cells` are as many as
 *   the record has, empty ones too, trimmed of blanks
 * @see grammar.ts
 */
export function readRecords(
  bytes: Buffer,
  format: Pick<FileFormat, 'encoding' | 'delimiter'>,
  range: Pick<ChunkRange, 'firstRow' | 'quoted'>,
): CsvRecord[] {
  const text = decodeText(bytes, format.encoding);
  return range.quoted
    ? readQuoted(text, format.delimiter, range.firstRow)
    : splitPlain(text, format.delimiter, range.firstRow);
}

function readQuoted(text: string, delimiter: Delimiter, firstRow: number): CsvRecord[] {
  return readFields(text, delimiter).flatMap((fields, index) => {
    const cells = fields.map(trimmed);
    return cells.every((cell) => cell === '') ? [] : [{ row: firstRow + index, cells }];
  });
}

/** The next delimiter and line ends are kept until they are passed, so that nothing is searched twice. */
function splitPlain(text: string, delimiter: Delimiter, firstRow: number): CsvRecord[] {
  const records: CsvRecord[] = [];
  let [row, nextDelimiter, nextLf, nextCr] = [firstRow, -1, -1, -1];
  for (let start = 0; start < text.length; row += 1) {
    if (nextLf < start) nextLf = indexOrEnd(text, '\n', start);
    if (nextCr < start) nextCr = indexOrEnd(text, '\r', start);
    const end = Math.min(nextLf, nextCr);
    const cells: string[] = [];
    let filled = false;
    for (let from = start; from <= end; ) {
      if (nextDelimiter < from) nextDelimiter = indexOrEnd(text, delimiter, from);
      const to = Math.min(nextDelimiter, end);
      const cell = trimmed(text.slice(from, to));
      if (cell !== '') filled = true;
      cells.push(cell);
      from = to + 1;
    }
    if (filled) records.push({ row, cells });
    start = nextCr + 1 === nextLf ? nextLf + 1 : end + 1;
  }
  return records;
}

function indexOrEnd(text: string, character: string, from: number): number {
  const at = text.indexOf(character, from);
  return at === -1 ? text.length : at;
}

/** Nearly no cell has blanks around it, and asking is faster than trimming. */
function trimmed(cell: string): string {
  if (cell === '' || (isVisibleAscii(cell.charCodeAt(0)) && isVisibleAscii(cell.charCodeAt(cell.length - 1))))
    return cell;
  return cell.trim();
}
const isVisibleAscii = (code: number) => code > 0x20 && code < 0x7f;
