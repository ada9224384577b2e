import type { ScannedBytes } from './blank-record';
import type { ChunkRange, ErrorColumn, FileFormat, HeaderColumns, HeaderPlan } from './file-format';
import { type FoundHeader, HeaderSearch } from './find-header';
import { lineEndOf } from './grammar';
import { RESET_HEADER } from './header-columns';
import { RecordInspector } from './inspect-records';
import { SCAN_BLOCK_BYTES } from './limits';
import type { ChunkLimits } from './plan-chunks';
import { type FileStart, recognizeStart } from './recognize-start';
import { refusal } from './refuse-file';
import { refuseInvalidBytes } from './refuse-record';
import { toPlane, unitBytes } from './text-encoding';

/** What one pass over an upload tells. */
export type UploadInspection<Columns extends ErrorColumn = HeaderColumns> = {
  format: FileFormat<Columns>;
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

export type UploadInspector<Columns extends ErrorColumn = HeaderColumns> = {
  /** Takes the next bytes of the body. They are copied; the caller may use the buffer again. */
  push(bytes: Buffer): void;
  /** Says that the body has ended. */
  finish(): UploadInspection<Columns>;
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
  new BlockInspector(options, RESET_HEADER);

/** As `createUploadInspector`, for a kind of file that has another header. */
export const createInspectorFor = <Columns extends ErrorColumn>(
  plan: HeaderPlan<Columns>,
  options: InspectionOptions,
): UploadInspector<Columns> => new BlockInspector(options, plan);

class BlockInspector<Columns extends ErrorColumn> implements UploadInspector<Columns> {
  readonly #block = Buffer.allocUnsafeSlow(SCAN_BLOCK_BYTES);
  #filled = 0;
  /** Where the block begins in the file. */
  #blockStart = 0;
  #start: FileStart | undefined;
  readonly #search: HeaderSearch<Columns>;
  #records: RecordInspector<Columns> | undefined;

  constructor(
    private readonly options: InspectionOptions,
    private readonly plan: HeaderPlan<Columns>,
  ) {
    this.#search = new HeaderSearch(plan);
  }

  push(bytes: Buffer): void {
    for (let from = 0; from < bytes.length; ) {
      const copied = bytes.copy(this.#block, this.#filled, from);
      from += copied;
      this.#filled += copied;
      if (this.#filled === SCAN_BLOCK_BYTES) this.#scan(false);
    }
  }

  finish(): UploadInspection<Columns> {
    this.#scan(true);
    const bytes = this.#blockStart + this.#filled;
    if (!this.#records) throw emptyFile();
    return this.#records.finish(bytes, this.#search.blankRows, this.plan.rowFor);
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
    if (halved) throw refuseInvalidBytes(this.#records?.nextRow ?? this.#search.row, encoding);
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

  #beginRecords(scanned: ScannedBytes, found: FoundHeader<Columns>): RecordInspector<Columns> {
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

const emptyFile = () =>
  refusal('empty-file', 'The file is empty. Upload a CSV file with a header and at least one row below it.');
