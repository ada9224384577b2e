import type { Delimiter } from '../contracts/csv-columns';

const NONE = 0x3fffffff;

/**
 * Reads the cells of records with quotes, as they stand: doubled quotes undone, not trimmed, blank rows included.
 * The text is whole records that the inspection has accepted.
 * @see grammar.ts
 */
export function readFields(text: string, delimiter: Delimiter): string[][] {
  const reader = new FieldReader(text, delimiter);
  const records: string[][] = [];
  while (!reader.atEnd) records.push(reader.readRecord());
  return records;
}

class FieldReader {
  #at = 0;
  #nextDelimiter = -1;
  #nextLf = -1;
  #nextCr = -1;

  constructor(
    private readonly text: string,
    private readonly delimiter: Delimiter,
  ) {}

  get atEnd(): boolean {
    return this.#at >= this.text.length;
  }

  readRecord(): string[] {
    const cells = [this.#readField()];
    while (this.#skipDelimiter()) cells.push(this.#readField());
    this.#skipLineEnd();
    return cells;
  }

  #readField(): string {
    return this.text[this.#at] === '"' ? this.#readQuoted() : this.#readPlain();
  }

  #readQuoted(): string {
    const start = this.#at + 1;
    let close = this.text.indexOf('"', start);
    let doubled = false;
    while (close !== -1 && this.text[close + 1] === '"') {
      doubled = true;
      close = this.text.indexOf('"', close + 2);
    }
    if (close === -1) throw new Error('a quote is not closed in a chunk that was inspected');
    this.#at = close + 1;
    const value = this.text.slice(start, close);
    return doubled ? value.replaceAll('""', '"') : value;
  }

  #readPlain(): string {
    const start = this.#at;
    if (this.#nextDelimiter < start) this.#nextDelimiter = this.#find(this.delimiter, start);
    if (this.#nextLf < start) this.#nextLf = this.#find('\n', start);
    if (this.#nextCr < start) this.#nextCr = this.#find('\r', start);
    this.#at = Math.min(this.#nextDelimiter, this.#nextLf, this.#nextCr, this.text.length);
    return this.text.slice(start, this.#at);
  }

  #find(character: string, from: number): number {
    const at = this.text.indexOf(character, from);
    return at === -1 ? NONE : at;
  }

  #skipDelimiter(): boolean {
    if (this.text[this.#at] !== this.delimiter) return false;
    this.#at += 1;
    return true;
  }

  #skipLineEnd(): void {
    const character = this.text[this.#at];
    if (character === '\r') this.#at += this.text[this.#at + 1] === '\n' ? 2 : 1;
    else if (character === '\n') this.#at += 1;
    else if (!this.atEnd) throw new Error('text stands after a closing quote in a chunk that was inspected');
  }
}
