import { once } from 'node:events';
import { Readable, type Writable } from 'node:stream';
import { type FormatterOptionsArgs, format } from 'fast-csv';
import { withFormulaGuard } from './formula-guard';

type Row = string[];

/** UTF-8 with a byte-order mark and CRLF: what every spreadsheet opens as it is meant. */
export const DOWNLOAD_FORMAT = {
  headers: false,
  writeBOM: true,
  rowDelimiter: '\r\n',
  includeEndRowDelimiter: true,
} as const satisfies FormatterOptionsArgs<Row, Row>;

/**
 * Streams rows to a CSV for download. Pulls one batch at a time, and only as fast as the reader takes it. When `rows`
 * fails, the stream fails with the same error; when the stream is destroyed, `rows` is returned.
 * @param rows batches of rows; one batch is held in memory
 * @param options.formulaGuard whether cells that a spreadsheet may take for formulas begin with `'` (they do unless
 *   asked otherwise); the headings are guarded too, because some come from an uploaded file
 */
export function writeCsv(
  headings: string[],
  rows: AsyncIterable<string[][]>,
  { formulaGuard = true }: { formulaGuard?: boolean } = {},
): Readable {
  const guarded = (row: Row) => (formulaGuard ? row.map(withFormulaGuard) : row);
  return Readable.from(formatted(headings, rows, guarded), { objectMode: false });
}

/** One part for each batch: a part for each row would cost its reader more than the formatting. */
async function* formatted(headings: Row, batches: AsyncIterable<Row[]>, guarded: (row: Row) => Row) {
  const formatter = format<Row, Row>(DOWNLOAD_FORMAT);
  const parts: Buffer[] = [];
  formatter.on('data', (part: Buffer) => parts.push(part));
  await writeRows(formatter, [guarded(headings)]);
  for await (const batch of batches) {
    await writeRows(formatter, batch.map(guarded));
    if (parts.length > 0) yield Buffer.concat(parts.splice(0));
  }
  formatter.end();
  await once(formatter, 'end');
  yield Buffer.concat(parts);
}

async function writeRows(formatter: Writable, rows: readonly Row[]): Promise<void> {
  for (const row of rows) if (!formatter.write(row)) await once(formatter, 'drain');
}
