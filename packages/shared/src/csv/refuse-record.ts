import type { Delimiter, Encoding } from '../contracts/csv-columns';
import { RecordCursor, type RecordFault } from './record-cursor';
import { refusal, SAVE_AS_CSV_UTF8 } from './refuse-file';
import { ENCODING_NAME, unitBytes } from './text-encoding';

/** @param row that holds them, as a spreadsheet shows it */
export function refuseInvalidBytes(row: number, encoding: Encoding) {
  const elsewhere =
    encoding === 'utf-8'
      ? ' If a spreadsheet on Windows saved it as plain CSV, ask for it to be read as windows-1252 instead.'
      : '';
  return refusal(
    'invalid-bytes',
    `Row ${row} holds bytes that are not valid ${ENCODING_NAME[encoding]}. ${SAVE_AS_CSV_UTF8}${elsewhere}`,
    row,
  );
}

/**
 * Refuses a record that has a fault in its quotes, or that is too long: then for its quotes, where they have a fault
 * up to there or one is still open.
 * @param start of the record in the plane
 * @param at.limit in code units
 * @param at.row for a quote, the one in which it opened
 */
export function refuseRecord(
  { plane, encoding }: { plane: Buffer; encoding: Encoding },
  start: number,
  at: { delimiter: Delimiter; limit: number; row: number },
) {
  const cursor = new RecordCursor(plane.subarray(start, start + at.limit), at.delimiter, 0, false);
  cursor.next();
  const fault = cursor.insideQuotes ? 'unclosed-quote' : cursor.fault;
  if (fault) return refusal(fault, QUOTE_SENTENCE[fault](at.row), at.row);
  const kib = (at.limit * unitBytes(encoding)) / 1024;
  return refusal(
    'record-too-long',
    `Row ${at.row} is longer than ${kib} KiB. Put each learner and course on a row of its own.`,
    at.row,
  );
}

const QUOTE_SENTENCE: Readonly<Record<RecordFault, (row: number) => string>> = {
  'unclosed-quote': (row) =>
    `A quote opens in row ${row} and is not closed. Close it, or write it twice ("") where it belongs to the text.`,
  'text-after-quote': (row) =>
    `Row ${row} has text after a closing quote. Write a quote twice ("") where it belongs to the text, and put the whole cell in quotes.`,
};
