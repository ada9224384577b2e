import type { Delimiter, Encoding } from '../contracts/csv-columns';
import { RecordCursor, type RecordFault } from './record-cursor';
import { refusal, SAVE_AS_CSV_UTF8 } from './refuse-file';
import { ENCODING_NAME, unitBytes } from './text-encoding';

/**
 * @param row of the record, as a spreadsheet shows it; for a quote, the row in which it opened
 * @param encoding in which the bytes have no meaning
 */
export function refuseRecord(
  fault: RecordFault | 'invalid-bytes',
  row: number,
  encoding: Encoding = 'utf-8',
) {
  if (fault === 'invalid-bytes') return refuseInvalidBytes(row, encoding);
  const sentence =
    fault === 'unclosed-quote'
      ? `A quote opens in row ${row} and is not closed. Close it, or write it twice ("") where it belongs to the text.`
      : `Row ${row} has text after a closing quote. Write a quote twice ("") where it belongs to the text, and put the whole cell in quotes.`;
  return refusal(fault, sentence, row);
}

function refuseInvalidBytes(row: number, encoding: Encoding) {
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
 * Refuses a record that is longer than it may be: for its quotes, where they have a fault up to there or one is open.
 * @param start of the record in the plane
 * @param at.limit in code units
 */
export function refuseTooLong(
  { plane, encoding }: { plane: Buffer; encoding: Encoding },
  start: number,
  at: { delimiter: Delimiter; limit: number; row: number },
) {
  const within = plane.subarray(start, start + at.limit);
  const cursor = new RecordCursor(within, at.delimiter, 0, false);
  cursor.next();
  if (cursor.fault) return refuseRecord(cursor.fault, at.row);
  if (cursor.insideQuotes) return refuseRecord('unclosed-quote', at.row);
  const kib = (at.limit * unitBytes(encoding)) / 1024;
  return refusal(
    'record-too-long',
    `Row ${at.row} is longer than ${kib} KiB. Put each learner and course on a row of its own.`,
    at.row,
  );
}
