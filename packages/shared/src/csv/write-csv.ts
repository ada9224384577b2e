import { pipeline, Readable } from 'node:stream';
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
  const formatter = format<Row, Row>(DOWNLOAD_FORMAT);
  // Whoever reads the formatter hears of an error there.
  pipeline(Readable.from(eachRow(headings, rows, guarded)), formatter, () => undefined);
  return formatter;
}

async function* eachRow(headings: Row, batches: AsyncIterable<Row[]>, guarded: (row: Row) => Row) {
  yield guarded(headings);
  for await (const batch of batches) yield* batch.map(guarded);
}
