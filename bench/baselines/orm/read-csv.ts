import { createReadStream } from 'node:fs';
import type { CsvRecord } from '@reset/shared/csv/file-format';
import { findColumns } from '@reset/shared/csv/header-columns';
import { parse } from 'fast-csv';
import type { Header } from './judge-row';

/** A record as it stands, beside its trimmed cells. */
export type ReadRecord = CsvRecord & { untrimmed: string[] };
export type Batch = { header: Header; records: ReadRecord[] };

/** Streams a CSV in batches, with its header beside each. Blank rows are left out, and counted in the row numbers. */
export async function* readBatches(path: string, batchSize: number): AsyncGenerator<Batch> {
  let header: Header | undefined;
  let records: ReadRecord[] = [];
  let row = 0;
  const parser = createReadStream(path).pipe(parse<string[], string[]>({ headers: false }));
  for await (const untrimmed of parser as AsyncIterable<string[]>) {
    row += 1;
    const cells = untrimmed.map((cell) => cell.trim());
    if (!header) {
      header = { cells, columns: findColumns(cells, row) };
      continue;
    }
    if (cells.some((cell) => cell !== '')) records.push({ row, cells, untrimmed });
    if (records.length < batchSize) continue;
    yield { header, records };
    records = [];
  }
  if (header && records.length > 0) yield { header, records };
}
