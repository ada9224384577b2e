/**
 * The grammar of an accepted file. Everything that reads one keeps to it: the record cursor (bytes, for inspection
 * and report), the plain split and the field reader (text, for the cells).
 *
 *     file     = [mark] [sep-line] *record
 *     sep-line = "sep=" delimiter line-end            ; any case; only as the very first line; it is no row
 *     record   = field *(delimiter field) line-end    ; the last record may lack its line end
 *     line-end = CR LF / LF / CR                      ; a file may mix them
 *     field    = quoted / plain
 *     quoted   = QUOTE *(two QUOTEs / any but QUOTE) QUOTE
 *     plain    = [any but QUOTE, delimiter, CR, LF  *(any but delimiter, CR, LF)]
 *     delimiter = "," / ";" / TAB                     ; one for the whole file
 *
 * That is RFC 4180 section 2 with these tolerances: line ends other than CR LF, other delimiters, records of
 * differing width, any characters in a plain field. A quote opens a quoted field only as the very first character of
 * a field; anywhere else in a plain field, also after a blank, it is a character like others. After a closing quote
 * only a delimiter, a line end or the end of the file may follow.
 *
 * Blanks are what `String.prototype.trim` removes (no-break spaces and byte-order marks too). Cells are trimmed of
 * them after unquoting. A record whose cells are all blank is a blank row: it counts in row numbers and is no row.
 */
export const QUOTE = 0x22;
export const LF = 0x0a;
export const CR = 0x0d;

export const LINE_ENDS = ['\r\n', '\n', '\r'] as const;
export type LineEnd = (typeof LINE_ENDS)[number];

/**
 * The line end that a record ends with, if any. A record's own text never ends in CR or LF: they would have ended it.
 * @param plane one byte a code unit, see toPlane
 * @param start of the record, inclusive
 * @param end of the record, exclusive
 */
export function lineEndOf(plane: Buffer, start: number, end: number): LineEnd | undefined {
  const last = plane[end - 1];
  if (end === start || (last !== LF && last !== CR)) return undefined;
  if (last === CR) return '\r';
  return plane[end - 2] === CR ? '\r\n' : '\n';
}
