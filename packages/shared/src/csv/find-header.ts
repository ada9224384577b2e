import { DELIMITERS, type Delimiter } from '../contracts/csv-columns';
import { decodedCells, isBlankRecord, type ScannedBytes } from './blank-record';
import type { ErrorColumn, HeaderPlan } from './file-format';
import { CR, LF } from './grammar';
import { MAX_RECORD_BYTES, MAX_REPORT_EXTRA_BYTES } from './limits';
import { RecordCursor } from './record-cursor';
import { refusal } from './refuse-file';
import { refuseInvalidBytes, refuseRecord } from './refuse-record';
import { isValidText, unitBytes } from './text-encoding';

/** Offsets are in the plane that it was found in. */
export type FoundHeader<Columns extends ErrorColumn> = {
  delimiter: Delimiter;
  header: string[];
  columns: Columns;
  row: number;
  start: number;
  end: number;
};
type Candidate = { delimiter: Delimiter; cursor: RecordCursor; complete: boolean };

const HEADER_LIMIT_BYTES = MAX_RECORD_BYTES + MAX_REPORT_EXTRA_BYTES;
/** Nearly every header ends within this; a search that looks no further is quick also where many rows are blank. */
const USUAL_HEADER_UNITS = 2048;
const SEP_LINE = /^sep=([^\r\n])(\r\n|\n|\r|$)/i;

/**
 * Looks for the header: behind a `sep=` line and blank rows, the first record. Where no `sep=` line names the
 * delimiter, it is the one under which most headings are known.
 */
export class HeaderSearch<Columns extends ErrorColumn> {
  blankRows = 0;
  sepLine = false;
  #delimiters: readonly Delimiter[] = DELIMITERS;

  constructor(private readonly plan: HeaderPlan<Columns>) {}

  /** Takes a `sep=` line. @returns the offset behind it, or `from` where there is none */
  skipSepLine({ plane }: ScannedBytes, from: number): number {
    const line = SEP_LINE.exec(plane.toString('latin1', from, from + 'sep=;\r\n'.length));
    if (!line) return from;
    this.#delimiters = DELIMITERS.filter((delimiter) => delimiter === line[1]);
    if (this.#delimiters.length === 0) throw unknownDelimiter();
    this.sepLine = true;
    return from + line[0].length;
  }

  /**
   * @param final whether the file ends with these bytes
   * @returns the offset to go on from, and the header once it is there
   * @throws AppError `file-refused`
   */
  find(scanned: ScannedBytes, from: number, final: boolean): { at: number; found?: FoundHeader<Columns> } {
    for (let at = from; ; ) {
      at = this.#skipPlainBlankRows(scanned.plane, at, final);
      if (at === scanned.plane.length) return { at };
      const candidates = this.#readCandidates(scanned, at, final);
      if (candidates.length === 0) return { at };
      const blank = candidates.find(
        ({ complete, delimiter, cursor }) => complete && isBlankRecord(scanned, at, cursor.end, delimiter),
      );
      if (!blank) return { at, found: this.#choose(scanned, candidates) };
      this.blankRows += 1;
      at = blank.cursor.end;
    }
  }

  get row(): number {
    return this.blankRows + 1;
  }

  #skipPlainBlankRows(plane: Buffer, from: number, final: boolean): number {
    const blanks = new Set([' ', '\t', '\v', '\f', ...this.#delimiters].map((blank) => blank.charCodeAt(0)));
    let begin = from;
    for (let at = from; ; at += 1) {
      while (blanks.has(plane[at] as number)) at += 1;
      const byte = plane[at];
      if (byte === CR && at + 1 === plane.length && !final) return begin;
      if (byte === CR && plane[at + 1] === LF) at += 1;
      else if (byte !== CR && byte !== LF) return at === plane.length && final ? at : begin;
      this.blankRows += 1;
      begin = at + 1;
    }
  }

  /** The record here, under each delimiter. None where one may go on in the next block. */
  #readCandidates({ plane, encoding }: ScannedBytes, at: number, final: boolean): Candidate[] {
    const limit = HEADER_LIMIT_BYTES / unitBytes(encoding);
    const usual = this.#readWithin(plane, at, at + USUAL_HEADER_UNITS, final);
    if (!usual.some(goesOn)) return usual;
    const candidates = this.#readWithin(plane, at, at + limit, final);
    return candidates.some(goesOn) && plane.length - at <= limit ? [] : candidates;
  }

  #readWithin(plane: Buffer, at: number, end: number, final: boolean): Candidate[] {
    const part = plane.subarray(0, end);
    return this.#delimiters.map((delimiter) => {
      const cursor = new RecordCursor(part, delimiter, at, final && part.length === plane.length);
      return { delimiter, cursor, complete: cursor.next() };
    });
  }

  #choose(scanned: ScannedBytes, candidates: readonly Candidate[]): FoundHeader<Columns> {
    const readings = candidates.flatMap(({ complete, delimiter, cursor: { start, end } }) => {
      if (!complete) return [];
      const header = decodedCells(scanned, start, end, delimiter).map((cell) => cell.trim());
      return { delimiter, start, end, header, known: this.plan.countKnown(header) };
    });
    const [best] = readings.sort((a, b) => b.known - a.known || b.header.length - a.header.length);
    if (best && !isValidPart(scanned, best)) throw refuseInvalidBytes(this.row, scanned.encoding);
    // Under another delimiter anything is a record. What holds no heading must not hide what is wrong with it.
    const failed = candidates.find(({ complete }) => !complete);
    if (failed && !best?.known) throw this.#refuseHeader(scanned, failed.cursor.start, failed.delimiter);
    const { delimiter, header, start, end } = best as NonNullable<typeof best>;
    const columns = this.plan.find(header, this.row);
    if ((end - start) * unitBytes(scanned.encoding) > recordLimit(columns))
      throw this.#refuseHeader(scanned, start, delimiter);
    return { delimiter, header, columns, row: this.row, start, end };
  }

  #refuseHeader(scanned: ScannedBytes, start: number, delimiter: Delimiter) {
    const limit = MAX_RECORD_BYTES / unitBytes(scanned.encoding);
    return refuseRecord(scanned, start, { delimiter, limit, row: this.row });
  }
}

/** Bytes that a record may have; more where a report has added to it. */
export const recordLimit = ({ error }: ErrorColumn): number =>
  error === undefined ? MAX_RECORD_BYTES : HEADER_LIMIT_BYTES;

const goesOn = ({ complete, cursor }: Candidate) => !complete && !cursor.fault;

const isValidPart = ({ bytes, encoding }: ScannedBytes, { start, end }: { start: number; end: number }) =>
  isValidText(bytes.subarray(start * unitBytes(encoding), end * unitBytes(encoding)), encoding);

const unknownDelimiter = () =>
  refusal(
    'unknown-delimiter',
    'The "sep=" line names a delimiter that is not accepted. Separate the columns by commas, semicolons or tabs.',
  );
