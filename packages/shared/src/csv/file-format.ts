import type { ContentReading, Delimiter, Encoding, LearnerReading } from '../contracts/csv-columns';

/** Where a column stands, counted from 0, what its heading says, and how its cells may be read. */
export type ReadColumn<Reading> = { index: number; heading: string; reading: Reading };

/** What all kinds of files have in common: the `Error` column of our own report, filled anew in the next one. */
export type ErrorColumn = {
  /** Always the last, where there is one. */
  error: number | undefined;
};

/** Which columns of a bulk reset's file are read; everything else in it is carried along and ignored. */
export type HeaderColumns = ErrorColumn & {
  learner: ReadColumn<LearnerReading>[];
  content: ReadColumn<ContentReading>[];
  resetRequired: number;
};

/** What a kind of file has in its header. */
export type HeaderPlan<Columns extends ErrorColumn> = {
  /** How many cells of a record are headings that are read: what tells one delimiter from another. */
  countKnown(cells: readonly string[]): number;
  /**
   * @param header trimmed cells of the header record
   * @param row of the header, as a spreadsheet shows it
   * @throws AppError `file-refused` (no-header, missing-column, doubled-column)
   */
  find(header: readonly string[], row: number): Columns;
  /** What a row stands for: "each learner and course". */
  rowFor: string;
};

/** How a file is written: what a worker needs to read a byte range of it. */
export type FileFormat<Columns extends ErrorColumn = HeaderColumns> = {
  encoding: Encoding;
  /** Bytes of the byte-order mark; 0 where there is none. */
  markBytes: number;
  delimiter: Delimiter;
  /** A `sep=` line stands before the header. It is no row. */
  sepLine: boolean;
  /** The line ends that were met. A file may mix them. */
  lineEnds: ('\r\n' | '\n' | '\r')[];
  header: string[];
  /** 1, or more where blank rows stand before the header. */
  headerRow: number;
  /** Half-open, in bytes of the stored file: the header record with its line end. */
  headerStartByte: number;
  headerEndByte: number;
  columns: Columns;
};

/** A chunk of the upload: half-open, in bytes of the stored file, on record boundaries. */
export type ChunkRange = {
  /** From 0. */
  number: number;
  /** The row that a spreadsheet shows for the first record, blank or not. */
  firstRow: number;
  /** Records, blank rows included: row numbers count them. */
  records: number;
  /** Data rows: records less blank rows. */
  rows: number;
  startByte: number;
  endByte: number;
  /** Of the range's bytes, unsigned. */
  crc32: number;
  /** Whether the range holds a quote character; without one, splitting needs no parser. */
  quoted: boolean;
};

/** One record, as read. */
export type CsvRecord = {
  /** As a spreadsheet shows it: the header is row 1. */
  row: number;
  /** Trimmed of blanks around; the doubled quotes of quoted cells undone. */
  cells: string[];
};
