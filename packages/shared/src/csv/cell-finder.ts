import type { Delimiter } from '../contracts/csv-columns';
import { QUOTE } from './grammar';
import { behindQuotedField } from './plane-fields';

/** Where a cell stands in a record, or what leads to it. Offsets are of the plane. */
export type CellPlace = {
  start: number;
  end: number;
  /** Delimiters to write before the cell, where the record has not got it; then it belongs at `start`. */
  missing: number;
};

/** Finds cells of complete records that are asked for in file order. */
export class CellFinder {
  readonly #delimiter: number;
  #nextDelimiter = -1;

  /** @param plane one byte a code unit, see toPlane */
  constructor(
    private readonly plane: Buffer,
    delimiter: Delimiter,
  ) {
    this.#delimiter = delimiter.charCodeAt(0);
  }

  /**
   * @param start of the record, inclusive
   * @param end of the record without its line end, exclusive
   * @param index of the cell, from 0
   */
  find(start: number, end: number, index: number): CellPlace {
    let cellStart = start;
    for (let before = 0; ; before += 1) {
      const cellEnd = this.#cellEnd(cellStart, end);
      if (before === index) return { start: cellStart, end: cellEnd, missing: 0 };
      if (cellEnd === end) return { start: end, end, missing: index - before };
      cellStart = cellEnd + 1;
    }
  }

  #cellEnd(start: number, recordEnd: number): number {
    if (this.plane[start] === QUOTE) return behindQuotedField(this.plane, start);
    if (this.#nextDelimiter < start) {
      const at = this.plane.indexOf(this.#delimiter, start);
      this.#nextDelimiter = at === -1 ? this.plane.length : at;
    }
    return Math.min(this.#nextDelimiter, recordEnd);
  }
}
