import type { Delimiter } from '../contracts/csv-columns';
import { CR, LF, QUOTE } from './grammar';
import { behindPlainField, behindQuotedField } from './plane-fields';

export type RecordFault = 'unclosed-quote' | 'text-after-quote';

/** "Not in this plane": greater than every offset, and still a small integer to the engine. */
const NONE = 0x3fffffff;

/**
 * Goes from record to record over a plane (one byte a code unit, see toPlane), which must be shorter than 1 GiB. The
 * next line feed, carriage return and quote are searched natively and remembered until they are passed, so that a
 * record without a quote costs one or two searches, and no byte is searched twice however rare they are.
 * @see grammar.ts
 */
export class RecordCursor {
  /** Of the record, inclusive. After `next()` has said no, of the record that is not complete or has a fault. */
  start: number;
  /** Of the record, exclusive; its line end is part of it. */
  end: number;
  /** Whether the record holds a quote character anywhere. */
  quoted = false;
  /** What keeps a record from being read. */
  fault: RecordFault | undefined;
  /** Whether a record that is not complete ends within quotes. */
  insideQuotes = false;
  readonly #delimiter: number;
  #nextLf = -1;
  #nextCr = -1;
  #nextQuote = -1;

  /** @param final whether the file ends with the plane; otherwise what may go on behind it is not complete */
  constructor(
    private readonly plane: Buffer,
    delimiter: Delimiter,
    from: number,
    private readonly final: boolean,
  ) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.start = from;
    this.end = from;
  }

  /** Moves to the next record. Says no at the end of the plane, at a record that is not complete, and at a fault. */
  next(): boolean {
    const start = this.end;
    this.start = start;
    if (start >= this.plane.length) return false;
    const quote = this.#quoteFrom(start);
    // Where a record begins with a quote, the first line end may well lie within it.
    let end = quote === start ? NONE : this.#lineEnd(start);
    this.quoted = quote < end;
    if (this.quoted) end = this.#quotedRecordEnd(start);
    if (end === NONE) return false;
    this.end = end;
    return true;
  }

  /** The offset of the next quote, or of the plane's end. */
  get quoteAhead(): number {
    return Math.min(this.#quoteFrom(this.end), this.plane.length);
  }

  /** Goes on behind records that were read otherwise. */
  skipTo(end: number): void {
    this.end = end;
  }

  #quoteFrom(from: number): number {
    if (this.#nextQuote < from) this.#nextQuote = this.#find(QUOTE, from);
    return this.#nextQuote;
  }

  #find(byte: number, from: number): number {
    const at = this.plane.indexOf(byte, from);
    return at === -1 ? NONE : at;
  }

  /** The offset behind the first line end from here on. */
  #lineEnd(from: number): number {
    if (this.#nextLf < from) this.#nextLf = this.#find(LF, from);
    if (this.#nextCr < from) this.#nextCr = this.#find(CR, from);
    if (this.#nextLf < this.#nextCr) return this.#nextLf + 1;
    if (this.#nextCr === NONE) return this.final ? this.plane.length : NONE;
    return this.#behindCr(this.#nextCr);
  }

  #behindCr(cr: number): number {
    if (cr + 1 === this.plane.length) return this.final ? cr + 1 : NONE;
    return this.plane[cr + 1] === LF ? cr + 2 : cr + 1;
  }

  /** The offset behind a record that holds a quote, field by field. */
  #quotedRecordEnd(start: number): number {
    const { plane } = this;
    for (let field = start; ; ) {
      const quoted = plane[field] === QUOTE;
      const at = quoted ? behindQuotedField(plane, field) : behindPlainField(plane, field, this.#delimiter);
      if (at === -1) return this.#notClosed();
      const byte = plane[at];
      if (byte === this.#delimiter) field = at + 1;
      else if (byte === LF) return at + 1;
      else if (byte === CR) return this.#behindCr(at);
      else if (at === plane.length) return this.final ? at : NONE;
      else {
        this.fault = 'text-after-quote';
        return NONE;
      }
    }
  }

  #notClosed(): number {
    this.insideQuotes = true;
    if (this.final) this.fault = 'unclosed-quote';
    return NONE;
  }
}
