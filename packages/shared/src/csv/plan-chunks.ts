import { crc32 } from 'node:zlib';
import type { ChunkRange } from './file-format';

export type ChunkLimits = { rowsPerChunk: number; bytesPerChunk: number };

/**
 * Cuts the records of a file into chunks while they pass by, in blocks. A chunk ends before the data row that would
 * exceed its rows, or the record that would exceed its bytes; blank rows behind its last row still belong to it. So a
 * chunk of blank rows alone comes only from more of them than its bytes allow.
 */
export class ChunkPlanner {
  readonly chunks: ChunkRange[] = [];
  rows = 0;
  blankRows = 0;
  #chunk: ChunkRange;
  /** Of the current chunk, in earlier blocks. */
  #bytesBefore = 0;
  /** In the block: from where on its bytes are not yet in the chunk's checksum. */
  #from = 0;
  #block: Buffer = Buffer.alloc(0);
  #blockStart = 0;

  /** @param startByte of the first record, in the file @param firstRow its row, as a spreadsheet shows it */
  constructor(
    private readonly limits: ChunkLimits,
    startByte: number,
    firstRow: number,
  ) {
    this.#chunk = emptyChunk(0, startByte, firstRow);
  }

  /** The row of the next record. */
  get nextRow(): number {
    return this.#chunk.firstRow + this.#chunk.records;
  }

  /** @param from where the next record begins in the block @param blockStart where the block begins in the file */
  beginBlock(block: Buffer, from: number, blockStart: number): void {
    this.#block = block;
    this.#from = from;
    this.#blockStart = blockStart;
  }

  /** Takes the next record; `start` and `end` are bytes of the block. */
  add(start: number, end: number, blank: boolean, quoted: boolean): void {
    if (this.#isFull(end, blank)) this.#cut(start);
    const chunk = this.#chunk;
    chunk.records += 1;
    if (blank) this.blankRows += 1;
    else {
      chunk.rows += 1;
      this.rows += 1;
    }
    if (quoted) chunk.quoted = true;
  }

  /** How many rows the chunk still takes. */
  get rowsLeft(): number {
    return this.limits.rowsPerChunk - this.#chunk.rows;
  }

  /** Up to where, in the block, records still fit into the chunk. */
  get bytesUntil(): number {
    return this.#from + this.limits.bytesPerChunk - this.#bytesBefore;
  }

  /** Takes data rows without quotes that are known to fit. */
  addPlainRows(rows: number): void {
    this.#chunk.records += rows;
    this.#chunk.rows += rows;
    this.rows += rows;
  }

  /** @param end of the last record taken, in the block */
  endBlock(end: number): void {
    const chunk = this.#chunk;
    chunk.crc32 = crc32(this.#block.subarray(this.#from, end), chunk.crc32);
    chunk.endByte = this.#blockStart + end;
    this.#bytesBefore += end - this.#from;
  }

  finish(): ChunkRange[] {
    if (this.#chunk.records > 0) this.chunks.push(this.#chunk);
    return this.chunks;
  }

  #isFull(end: number, blank: boolean): boolean {
    if (!blank && this.rowsLeft <= 0) return true;
    return end > this.bytesUntil && this.#chunk.records > 0;
  }

  #cut(at: number): void {
    const { number, firstRow, records } = this.#chunk;
    this.endBlock(at);
    this.chunks.push(this.#chunk);
    this.#chunk = emptyChunk(number + 1, this.#blockStart + at, firstRow + records);
    this.#bytesBefore = 0;
    this.#from = at;
  }
}

const emptyChunk = (number: number, startByte: number, firstRow: number): ChunkRange => ({
  number,
  firstRow,
  records: 0,
  rows: 0,
  startByte,
  endByte: startByte,
  crc32: 0,
  quoted: false,
});
