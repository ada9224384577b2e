import type { Encoding } from '../contracts/csv-columns';
import { encodeText } from './text-encoding';

/** Below this a loop copies faster than a native call does. */
const SHORT_COPY_BYTES = 32;

/** Copies bytes from front to back, with parts left out and others put between. */
export class ByteSplicer {
  #out: Buffer;
  #length = 0;
  /** Of the source: what lies before has been copied or left out. */
  #at = 0;

  constructor(
    private readonly source: Buffer,
    private readonly encoding: Encoding,
  ) {
    this.#out = Buffer.allocUnsafe(source.length + (source.length >> 2) + 1024);
  }

  /** Copies the source up to here. */
  copyTo(end: number): void {
    this.#reserve(end - this.#at);
    if (end - this.#at < SHORT_COPY_BYTES)
      for (let at = this.#at; at < end; at += 1) this.#out[this.#length++] = this.source[at] as number;
    else this.#length += this.source.copy(this.#out, this.#length, this.#at, end);
    this.#at = end;
  }

  /** Leaves the source out up to here. */
  skipTo(end: number): void {
    this.#at = end;
  }

  insert(bytes: Buffer): void {
    this.#reserve(bytes.length);
    for (let at = 0; at < bytes.length; at += 1) this.#out[this.#length++] = bytes[at] as number;
  }

  insertText(text: string): void {
    if (this.encoding === 'utf-8') {
      this.#reserve(text.length * 3);
      this.#length += this.#out.write(text, this.#length);
    } else this.insert(encodeText(text, this.encoding));
  }

  /** What was copied and inserted, with the rest of the source. */
  finish(): Buffer {
    this.copyTo(this.source.length);
    return this.#out.subarray(0, this.#length);
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#out.length) return;
    const larger = Buffer.allocUnsafe(2 * this.#out.length + bytes);
    this.#out.copy(larger, 0, 0, this.#length);
    this.#out = larger;
  }
}
