import { CR, LF, QUOTE } from './grammar';

/**
 * The offset behind a plain field: of the delimiter, line end or end of the plane that ends it.
 * @param delimiter its character code
 */
export function behindPlainField(plane: Buffer, from: number, delimiter: number): number {
  let at = from;
  while (at < plane.length) {
    const byte = plane[at];
    if (byte === delimiter || byte === LF || byte === CR) break;
    at += 1;
  }
  return at;
}

/**
 * The offset behind the quote that closes a field; -1 where none does.
 * @param from of the quote that opens it
 */
export function behindQuotedField(plane: Buffer, from: number): number {
  let at = plane.indexOf(QUOTE, from + 1);
  while (at !== -1 && plane[at + 1] === QUOTE) at = plane.indexOf(QUOTE, at + 2);
  return at === -1 ? -1 : at + 1;
}
