import type { Delimiter, Encoding } from '../contracts/csv-columns';
import { CR, QUOTE } from './grammar';
import { readFields } from './read-fields';
import { decodeText, unitBytes } from './text-encoding';

/** Part of a file, as it is scanned. */
export type ScannedBytes = {
  bytes: Buffer;
  /** Of the same bytes; see toPlane. */
  plane: Buffer;
  encoding: Encoding;
};

const SPACE = 0x20;
const TAB = 0x09;
const DELETE = 0x7f;

/**
 * Whether all cells of a record are blank. Looks at a record's bytes only until one can be neither blank nor part of
 * the form, so for nearly every row at its first; what is written with quotes or beyond ASCII is decoded.
 * @param start of the record in the plane, inclusive
 * @param end of the record in the plane, exclusive
 */
export function isBlankRecord(
  scanned: ScannedBytes,
  start: number,
  end: number,
  delimiter: Delimiter,
): boolean {
  const { plane } = scanned;
  const delimiterByte = delimiter.charCodeAt(0);
  let doubtful = false;
  for (let at = start; at < end; at += 1) {
    const byte = plane[at] as number;
    if (byte > DELETE || byte === QUOTE) doubtful = true;
    else if (byte !== SPACE && byte !== delimiterByte && (byte < TAB || byte > CR)) return false;
  }
  return !doubtful || decodedCells(scanned, start, end, delimiter).every((cell) => cell.trim() === '');
}

/** The cells of one complete record, as they stand. */
export function decodedCells(
  { bytes, encoding }: ScannedBytes,
  start: number,
  end: number,
  delimiter: Delimiter,
): string[] {
  const unit = unitBytes(encoding);
  const text = decodeText(bytes.subarray(start * unit, end * unit), encoding);
  return readFields(text, delimiter)[0] ?? [];
}
