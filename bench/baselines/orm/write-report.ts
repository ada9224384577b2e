import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ERROR } from '@reset/shared/contracts/csv-columns';
import { format, parse } from 'fast-csv';
import { Between, type DataSource } from 'typeorm';
import type { BaselineFile } from '../baseline';
import { StagedProblemEntity } from './tables';

const ROWS_PER_BATCH = 1_000;

/** Reads the file once more and writes it with an `Error` column. Without a problem there is no report. */
export async function writeReport(dataSource: DataSource, { path, reportPath }: BaselineFile): Promise<void> {
  if (!(await dataSource.getRepository(StagedProblemEntity).existsBy({}))) return;
  await pipeline(
    Readable.from(reportRows(dataSource, path)),
    format<string[], string[]>({ headers: false, rowDelimiter: '\r\n', includeEndRowDelimiter: true }),
    createWriteStream(reportPath, { flush: true }),
  );
}

async function* reportRows(dataSource: DataSource, path: string): AsyncGenerator<string[]> {
  let [width, row] = [0, 0];
  let batch: string[][] = [];
  const parser = createReadStream(path).pipe(parse<string[], string[]>({ headers: false }));
  for await (const cells of parser as AsyncIterable<string[]>) {
    row += 1;
    if (row === 1) {
      width = cells.length;
      yield [...cells, ERROR];
      continue;
    }
    batch.push(cells);
    if (batch.length < ROWS_PER_BATCH) continue;
    yield* withErrors(dataSource, batch, row - batch.length + 1, width);
    batch = [];
  }
  yield* withErrors(dataSource, batch, row - batch.length + 1, width);
}

async function* withErrors(dataSource: DataSource, batch: string[][], firstRow: number, width: number) {
  const words = await wordsOfRows(dataSource, firstRow, firstRow + batch.length - 1);
  for (const [index, cells] of batch.entries()) {
    const own = cells.slice(0, width);
    const padding = Array.from({ length: width - own.length }, () => '');
    const isBlank = cells.every((cell) => cell.trim() === '');
    yield isBlank ? cells : [...own, ...padding, words.get(firstRow + index) ?? '', ...cells.slice(width)];
  }
}

async function wordsOfRows(dataSource: DataSource, from: number, to: number): Promise<Map<number, string>> {
  const words = new Map<number, string>();
  const problems = await dataSource
    .getRepository(StagedProblemEntity)
    .find({ where: { fileRow: Between(from, to) }, order: { fileRow: 'ASC', position: 'ASC' } });
  for (const { fileRow, severity, sentence } of problems) {
    const before = words.get(fileRow);
    const told = severity === 'warning' ? `Warning: ${sentence}` : sentence;
    words.set(fileRow, before ? `${before} ${told}` : told);
  }
  return words;
}
