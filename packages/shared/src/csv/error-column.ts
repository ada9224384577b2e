import { ERROR } from '../contracts/csv-columns';
import { isBlankRecord } from './blank-record';
import { CellFinder } from './cell-finder';
import type { ChunkRange, ErrorColumn, FileFormat } from './file-format';
import { startsFormula } from './formula-guard';
import { lineEndOf } from './grammar';
import { MAX_ERROR_CELL_LENGTH } from './limits';
import { RecordCursor } from './record-cursor';
import { ByteSplicer } from './splice-bytes';
import { encodeText, toPlane, unitBytes } from './text-encoding';

/**
 * The begin of a validation report: the begin of the upload, with the heading `Error` at the far right of its header.
 * @param prefix the stored bytes [0, headerEndByte): mark, `sep=` line, blank rows, header
 * @returns the same bytes where the header has its `Error` column already
 */
export function errorHeading(prefix: Buffer, format: FileFormat<ErrorColumn>): Buffer {
  if (format.columns.error !== undefined) return prefix;
  const { encoding, delimiter, headerStartByte, headerEndByte } = format;
  const header = toPlane(prefix.subarray(headerStartByte, headerEndByte), encoding);
  const lineEnd = lineEndOf(header, 0, header.length) ?? '';
  const end = headerEndByte - lineEnd.length * unitBytes(encoding);
  return Buffer.concat([
    prefix.subarray(0, end),
    encodeText(`${delimiter}${ERROR}`, encoding),
    prefix.subarray(end),
  ]);
}

/**
 * The records of one chunk as they stand in the upload, byte for byte, each with its cell of the `Error` column,
 * quoted where it has text. The cell always stands under its heading, at the width of the header:
 *
 * - A record as wide as the header gets it before its line end (or at the end of the file).
 * - A shorter one is padded with empty cells first; checkWidth still knows it as short.
 * - In a wider one it stands between the header's last cell and the surplus cells. They stay behind it in the order
 *   they had, so that the same upload's report, uploaded again, is as much too wide as before.
 * - Where the header has an `Error` column already, what stood in the cell is replaced.
 * - Blank rows stay as they are.
 *
 * Taking the inserted cells away gives the uploaded bytes back. The same input gives the same bytes.
 * @param cellOf the text for a row (as a spreadsheet shows it), undefined where it has none; in windows-1252, what
 *   that encoding lacks becomes `?`
 * @param options.onlyRowsWithCell leaves out blank rows and the rows without a text
 */
export function appendErrorCells(
  bytes: Buffer,
  format: FileFormat<ErrorColumn>,
  range: Pick<ChunkRange, 'firstRow'>,
  cellOf: (row: number) => string | undefined,
  { onlyRowsWithCell = false }: { onlyRowsWithCell?: boolean } = {},
): Buffer {
  const { encoding, delimiter } = format;
  const plane = toPlane(bytes, encoding);
  const scanned = { bytes, plane, encoding };
  const unit = unitBytes(encoding);
  const placer = new CellPlacer(plane, format, new ByteSplicer(bytes, encoding));
  const cursor = new RecordCursor(plane, delimiter, 0, true);
  for (let row = range.firstRow; cursor.next(); row += 1) {
    const blank = isBlankRecord(scanned, cursor.start, cursor.end, delimiter);
    const cell = blank ? undefined : cellOf(row);
    if (onlyRowsWithCell && cell === undefined) placer.output.skipTo(cursor.end * unit);
    else if (!blank) placer.place(cursor, cell);
    if (onlyRowsWithCell) placer.output.copyTo(cursor.end * unit);
  }
  return placer.output.finish();
}

class CellPlacer {
  readonly #column: number;
  readonly #hasColumn: boolean;
  readonly #cells: CellFinder;
  readonly #delimiter: Buffer;
  readonly #unit: number;

  constructor(
    private readonly plane: Buffer,
    { columns, header, delimiter, encoding }: FileFormat<ErrorColumn>,
    readonly output: ByteSplicer,
  ) {
    this.#column = columns.error ?? header.length;
    this.#hasColumn = columns.error !== undefined;
    this.#cells = new CellFinder(plane, delimiter);
    this.#delimiter = encodeText(delimiter, encoding);
    this.#unit = unitBytes(encoding);
  }

  /** Copies what lies before a record's `Error` cell and puts the cell there. */
  place({ start, end }: { start: number; end: number }, cell: string | undefined): void {
    const lineEnd = lineEndOf(this.plane, start, end)?.length ?? 0;
    const place = this.#cells.find(start, end - lineEnd, this.#column);
    const isSurplus = place.missing === 0 && !this.#hasColumn;
    // The delimiter before the surplus follows the new cell; a new one comes before it.
    const at = isSurplus ? place.start - 1 : place.start;
    this.output.copyTo(at * this.#unit);
    for (let missing = isSurplus ? 1 : place.missing; missing > 0; missing -= 1)
      this.output.insert(this.#delimiter);
    if (cell) this.output.insertText(quotedCell(cell));
    if (!isSurplus) this.output.skipTo(place.end * this.#unit);
  }
}

function quotedCell(text: string): string {
  const short = text.length > MAX_ERROR_CELL_LENGTH ? `${text.slice(0, MAX_ERROR_CELL_LENGTH - 1)}…` : text;
  const safe = startsFormula(short) ? `'${short}` : short;
  return `"${safe.includes('"') ? safe.replaceAll('"', '""') : safe}"`;
}
