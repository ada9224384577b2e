import { isBlankRecord, type ScannedBytes } from './blank-record';
import { describeFormat } from './describe-format';
import type { ChunkRange, FileFormat } from './file-format';
import { type FoundHeader, HeaderSearch, recordLimit } from './find-header';
import { LINE_ENDS, type LineEnd, lineEndOf } from './grammar';
import { SCAN_BLOCK_BYTES } from './limits';
import { PlainRecords } from './plain-records';
import { type ChunkLimits, ChunkPlanner } from './plan-chunks';
import { type FileStart, recognizeStart } from './recognize-start';
import { RecordCursor } from './record-cursor';
import { refusal } from './refuse-file';
import { refuseRecord, refuseTooLong } from './refuse-record';
import { isValidText, toPlane, unitBytes } from './text-encoding';

/** What one pass over an upload tells. */
export type UploadInspection = {
  format: FileFormat;
  /** For its owner: "semicolon, UTF-16, 48,212 rows, 31 blank rows skipped". */
  description: string;
  bytes: number;
  /** Data rows, without blank ones. */
  rows: number;
  /** Before the header and below it. */
  blankRows: number;
  /** Contiguous from `format.headerEndByte` to the end of the file. */
  chunks: ChunkRange[];
};

export type InspectionOptions = ChunkLimits & {
  /** How to read a file without a byte-order mark; UTF-8 where nothing is asked for. */
  encoding?: 'windows-1252';
};

export type UploadInspector = {
  /** Takes the next bytes of the body. They are copied; the caller may use the buffer again. */
  push(bytes: Buffer): void;
  /** Says that the body has ended. */
  finish(): UploadInspection;
};

/**
 * Looks once at the body of an upload while it streams by: recognizes encoding, header and delimiter, checks every
 * byte and the form of every record, and plans the chunks. Synchronous; holds one block of SCAN_BLOCK_BYTES, so that
 * the result does not depend on how the body was sliced on its way.
 * Both methods throw AppError `file-refused`, with the first fault in file order; then the inspector is of no use.
 * @param options `rowsPerChunk` data rows and `bytesPerChunk` are what a chunk has at most (one record of more bytes
 *   is a chunk by itself)
 * @see grammar.ts
 */
export const createUploadInspector = (options: InspectionOptions): UploadInspector =>
  new BlockInspector(options);

class BlockInspector implements UploadInspector {
  readonly #block = Buffer.allocUnsafeSlow(SCAN_BLOCK_BYTES);
  #filled = 0;
  /** Where the block begins in the file. */
  #blockStart = 0;
  #start: FileStart | undefined;
  readonly #search = new HeaderSearch();
  #records: RecordInspector | undefined;

  constructor(private readonly options: InspectionOptions) {}

  push(bytes: Buffer): void {
    for (let from = 0; from < bytes.length; ) {
      const copied = bytes.copy(this.#block, this.#filled, from);
      from += copied;
      this.#filled += copied;
      if (this.#filled === SCAN_BLOCK_BYTES) this.#scan(false);
    }
  }

  finish(): UploadInspection {
    this.#scan(true);
    const bytes = this.#blockStart + this.#filled;
    if (!this.#records) throw emptyFile();
    return this.#records.finish(bytes, this.#search.blankRows);
  }

  /** Scans the block up to its last complete record and moves the rest to its front. */
  #scan(final: boolean): void {
    const bytes = this.#block.subarray(0, this.#filled);
    this.#start ??= recognizeStart(bytes, this.options.encoding);
    const { encoding, markBytes } = this.#start;
    const unit = unitBytes(encoding);
    const scanned = { bytes, plane: toPlane(bytes, encoding), encoding };
    // Half a code unit at the end of the file belongs to no record: the record that it stands in is not complete.
    const halved = final && bytes.length % unit !== 0;
    const from = this.#blockStart === 0 ? markBytes / unit : 0;
    const at = this.#scanFrom(scanned, from, final && !halved);
    if (halved) throw refuseRecord('invalid-bytes', this.#records?.nextRow ?? this.#search.row, encoding);
    if (final) return;
    bytes.copyWithin(0, at * unit);
    this.#filled -= at * unit;
    this.#blockStart += at * unit;
  }

  /** @returns the offset behind the last complete record, in the plane */
  #scanFrom(scanned: ScannedBytes, from: number, final: boolean): number {
    let at = from;
    if (!this.#records) {
      if (this.#blockStart === 0) at = this.#search.skipSepLine(scanned, at);
      const search = this.#search.find(scanned, at, final);
      at = search.found?.end ?? search.at;
      if (search.found) this.#records = this.#beginRecords(scanned, search.found);
    }
    return this.#records?.scan(scanned, at, this.#blockStart, final) ?? at;
  }

  #beginRecords(scanned: ScannedBytes, found: FoundHeader): RecordInspector {
    const { encoding, markBytes } = this.#start as FileStart;
    const unit = unitBytes(encoding);
    const format = {
      encoding,
      markBytes,
      delimiter: found.delimiter,
      sepLine: this.#search.sepLine,
      lineEnds: [],
      header: found.header,
      headerRow: found.row,
      headerStartByte: this.#blockStart + found.start * unit,
      headerEndByte: this.#blockStart + found.end * unit,
      columns: found.columns,
    };
    return new RecordInspector(format, this.options, lineEndOf(scanned.plane, found.start, found.end));
  }
}

/** What comes behind the header. */
class RecordInspector {
  readonly #planner: ChunkPlanner;
  readonly #lineEnds = new Set<LineEnd>();
  #lastLineEnd: LineEnd | undefined;

  constructor(
    private readonly format: FileFormat,
    limits: ChunkLimits,
    headerLineEnd: LineEnd | undefined,
  ) {
    this.#planner = new ChunkPlanner(limits, format.headerEndByte, format.headerRow + 1);
    if (headerLineEnd) this.#lineEnds.add(headerLineEnd);
  }

  get nextRow(): number {
    return this.#planner.nextRow;
  }

  /**
   * Takes the records of a block.
   * @returns the offset behind the last complete one, in the plane
   */
  scan(scanned: ScannedBytes, from: number, blockStart: number, final: boolean): number {
    const { bytes, plane, encoding } = scanned;
    const unit = unitBytes(encoding);
    const limit = recordLimit(this.format.columns) / unit;
    const firstRow = this.nextRow;
    const cursor = new RecordCursor(plane, this.format.delimiter, from, final);
    this.#planner.beginBlock(bytes, from * unit, blockStart);
    const plain = new PlainRecords(plane, this.format.delimiter, limit);
    for (;;) {
      this.#takePlainRows(cursor, plain, unit);
      if (!cursor.next() || cursor.end - cursor.start > limit) break;
      this.#take(scanned, cursor, unit);
    }
    for (const lineEnd of plain.lineEnds) this.#lineEnds.add(lineEnd);
    const end = cursor.start;
    this.#planner.endBlock(end * unit);
    // What comes first in the file is told first, and the bytes of a record with a fault may be out of step.
    this.#refuseInvalidBytes(scanned, from, end, firstRow);
    if (plane.length - end > limit)
      throw refuseTooLong(scanned, end, { delimiter: this.format.delimiter, limit, row: this.nextRow });
    if (cursor.fault) throw refuseRecord(cursor.fault, this.nextRow);
    return end;
  }

  /** @throws AppError `file-refused` where the file has no data row */
  finish(bytes: number, blankRowsAbove: number): UploadInspection {
    const chunks = this.#planner.finish();
    const { rows } = this.#planner;
    if (rows === 0) throw noRows();
    const blankRows = blankRowsAbove + this.#planner.blankRows;
    const format = { ...this.format, lineEnds: LINE_ENDS.filter((lineEnd) => this.#lineEnds.has(lineEnd)) };
    const finalLineEnd = this.#lastLineEnd !== undefined;
    const description = describeFormat(format, { rows, blankRows, finalLineEnd });
    return { format, description, bytes, rows, blankRows, chunks };
  }

  #takePlainRows(cursor: RecordCursor, plain: PlainRecords, unit: number): void {
    const until = Math.min(cursor.quoteAhead, Math.floor(this.#planner.bytesUntil / unit));
    plain.run(cursor.end, until, this.#planner.rowsLeft);
    if (plain.rows === 0) return;
    this.#planner.addPlainRows(plain.rows);
    this.#noteLineEnd(plain.lastLineEnd);
    cursor.skipTo(plain.end);
  }

  #take(scanned: ScannedBytes, { start, end, quoted }: RecordCursor, unit: number): void {
    const blank = isBlankRecord(scanned, start, end, this.format.delimiter);
    this.#planner.add(start * unit, end * unit, blank, quoted);
    this.#noteLineEnd(lineEndOf(scanned.plane, start, end));
  }

  #noteLineEnd(lineEnd: LineEnd | undefined): void {
    if (lineEnd === this.#lastLineEnd) return;
    this.#lastLineEnd = lineEnd;
    if (lineEnd) this.#lineEnds.add(lineEnd);
  }

  #refuseInvalidBytes({ bytes, plane, encoding }: ScannedBytes, from: number, end: number, firstRow: number) {
    const unit = unitBytes(encoding);
    const isValid = (start: number, stop: number) =>
      isValidText(bytes.subarray(start * unit, stop * unit), encoding);
    if (isValid(from, end)) return;
    const cursor = new RecordCursor(plane.subarray(0, end), this.format.delimiter, from, true);
    let row = firstRow;
    while (cursor.next() && isValid(cursor.start, cursor.end)) row += 1;
    throw refuseRecord('invalid-bytes', row, encoding);
  }
}

const emptyFile = () =>
  refusal('empty-file', 'The file is empty. Upload a CSV file with a header and at least one row below it.');
const noRows = () =>
  refusal(
    'no-rows',
    'The file has a header and no rows. Add a row below it for each learner and course, and upload it again.',
  );
