import type { Delimiter } from '../contracts/csv-columns';
import { CR, LF, type LineEnd, lineEndOf } from './grammar';

const LAST_CONTROL = 0x0d;
const FIRST_VISIBLE = 0x21;
const LAST_VISIBLE = 0x7e;

/**
 * Runs over the records that most files are made of: without a quote, ended by LF or CR LF, and beginning with a
 * visible ASCII character, so that they are rows and not blank. It looks at eight bytes at a time for one below 0x0E
 * and stops before the first record that is anything else, which is left to the RecordCursor. With it, the
 * inspection of a file with CR LF takes less than half the time.
 */
export class PlainRecords {
  /** Of the last run. */
  rows = 0;
  /** Offset behind the last record of the run. */
  end = 0;
  #metLf = false;
  #metCrLf = false;
  readonly #delimiter: number;
  /** Signed, because the engine keeps such words as small integers. */
  readonly #words: Int32Array;

  /** @param plane one byte a code unit, at an offset of its memory that is a multiple of four */
  constructor(
    private readonly plane: Buffer,
    delimiter: Delimiter,
    private readonly maxRecordUnits: number,
  ) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#words = new Int32Array(plane.buffer, plane.byteOffset, plane.length >> 2);
  }

  /**
   * Takes at most `maxRows` records that end at or before `until`, which has no quote before it. Few or none where
   * the records are not plain, and never the plane's last bytes.
   */
  run(from: number, until: number, maxRows: number): void {
    const { plane } = this;
    this.rows = 0;
    this.end = from;
    for (let start = from; this.rows < maxRows && start < until && this.#beginsRow(start); ) {
      let end = this.#behindControl(start);
      while (end !== 0 && plane[end - 1] !== LF && plane[end - 1] !== CR) end = this.#behindControl(end);
      if (end === 0) return;
      const crLf = plane[end - 1] === CR;
      if (crLf) {
        if (plane[end] !== LF) return;
        end += 1;
      }
      if (end > until || end - start > this.maxRecordUnits) return;
      if (crLf) this.#metCrLf = true;
      else this.#metLf = true;
      this.rows += 1;
      this.end = end;
      start = end;
    }
  }

  /** Of the last record of the last run. */
  get lastLineEnd(): LineEnd | undefined {
    return lineEndOf(this.plane, 0, this.end);
  }

  /** All that were met, in all runs. */
  get lineEnds(): LineEnd[] {
    return [...(this.#metLf ? (['\n'] as const) : []), ...(this.#metCrLf ? (['\r\n'] as const) : [])];
  }

  #beginsRow(start: number): boolean {
    const byte = this.plane[start] as number;
    return byte >= FIRST_VISIBLE && byte <= LAST_VISIBLE && byte !== this.#delimiter;
  }

  /** The offset behind the next byte below 0x0E; 0 where only the plane's last bytes are left. */
  #behindControl(from: number): number {
    const { plane } = this;
    const words = this.#words;
    let word = (from + 3) >> 2;
    let at = from;
    for (const aligned = word << 2; at < aligned; at += 1)
      if ((plane[at] as number) <= LAST_CONTROL) return at + 1;
    for (; ; word += 2) {
      if (word + 1 >= words.length) return 0;
      const first = words[word] as number;
      const second = words[word + 1] as number;
      // Subtracting 0x0E from each byte borrows its high bit only where the byte was lower (or had it before).
      const low = ((first - 0x0e0e0e0e) & ~first) | ((second - 0x0e0e0e0e) & ~second);
      if ((low & 0x80808080) !== 0) break;
    }
    at = word << 2;
    while ((plane[at] as number) > LAST_CONTROL) at += 1;
    return at + 1;
  }
}
