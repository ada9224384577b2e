import { isBlankRecord, type ScannedBytes } from './blank-record';
import { describeFormat } from './describe-format';
import type { ErrorColumn, FileFormat } from './file-format';
import { recordLimit } from './find-header';
import { LINE_ENDS, type LineEnd, lineEndOf } from './grammar';
import type { UploadInspection } from './inspect-upload';
import { PlainRecords } from './plain-records';
import { type ChunkLimits, ChunkPlanner } from './plan-chunks';
import { RecordCursor } from './record-cursor';
import { refusal } from './refuse-file';
import { refuseInvalidBytes, refuseRecord } from './refuse-record';
import { isValidText, unitBytes } from './text-encoding';

/**
 * Inspects what comes behind the header, block by block: checks bytes and form, counts, and plans the chunks.
 * @see createUploadInspector
 */
export class RecordInspector<Columns extends ErrorColumn> {
  readonly #planner: ChunkPlanner;
  readonly #lineEnds = new Set<LineEnd>();
  #lastLineEnd: LineEnd | undefined;

  constructor(
    private readonly format: FileFormat<Columns>,
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
    this.#checkBytes(scanned, from, end, firstRow);
    if (cursor.fault || plane.length - end > limit)
      throw refuseRecord(scanned, end, { delimiter: this.format.delimiter, limit, row: this.nextRow });
    return end;
  }

  /** @throws AppError `file-refused` where the file has no data row */
  finish(bytes: number, blankRowsAbove: number, rowFor: string): UploadInspection<Columns> {
    const chunks = this.#planner.finish();
    const { rows } = this.#planner;
    if (rows === 0) throw noRows(rowFor);
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

  #checkBytes({ bytes, plane, encoding }: ScannedBytes, from: number, end: number, firstRow: number) {
    const unit = unitBytes(encoding);
    const isValid = (start: number, stop: number) =>
      isValidText(bytes.subarray(start * unit, stop * unit), encoding);
    if (isValid(from, end)) return;
    const cursor = new RecordCursor(plane.subarray(0, end), this.format.delimiter, from, true);
    let row = firstRow;
    while (cursor.next() && isValid(cursor.start, cursor.end)) row += 1;
    throw refuseInvalidBytes(row, encoding);
  }
}

const noRows = (rowFor: string) =>
  refusal(
    'no-rows',
    `The file has a header and no rows. Add a row below it for ${rowFor}, and upload it again.`,
  );
