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

/** A search for the next delimiter runs past a short line's end; kept until it is passed, it is done only once. */
function splitPlain(text: string, delimiter: Delimiter, firstRow: number): CsvRecord[] {
  const lines = withLineFeeds(text);
  const records: CsvRecord[] = [];
  let row = firstRow;
  let next = -1;
  for (let start = 0; start < lines.length; row += 1) {
    const end = indexOrEnd(lines, '\n', start);
    const cells: string[] = [];
    let filled = false;
    for (let from = start; from <= end; ) {
      if (next < from) next = indexOrEnd(lines, delimiter, from);
      const to = Math.min(next, end);
      const cell = trimmed(lines.slice(from, to));
      if (cell !== '') filled = true;
      cells.push(cell);
      from = to + 1;
    }
    if (filled) records.push({ row, cells });
    start = end + 1;
  }
  return records;
}

const withLineFeeds = (text: string) =>
  text.includes('\r') ? text.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : text;

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
