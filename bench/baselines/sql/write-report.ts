import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ERROR } from '@reset/shared/contracts/csv-columns';
import { PROBLEM } from './find-problems';
import { notBlank } from './resolve-rows';
import type { SqlConnection } from './sql-connection';
import type { StagedFile } from './stage-file';
import { cellColumn, countUpTo, SURPLUS, surplusColumn, TEXT } from './staged-columns';

/** Lines that are written together. */
const LINES_PER_WRITE = 1_000;

/** Writes the file with an `Error` column: one ordered query, streamed. Without a problem there is no report. */
export async function writeReport(sql: SqlConnection, file: StagedFile, path: string): Promise<void> {
  await sql.run('DROP TEMPORARY TABLE IF EXISTS sql_error_cell');
  const rows = await sql.run(`CREATE TEMPORARY TABLE sql_error_cell (PRIMARY KEY (file_row)) ENGINE=InnoDB
    SELECT file_row, GROUP_CONCAT(IF(severity = 'warning', CONCAT('Warning: ', sentence), sentence)
      ORDER BY position SEPARATOR ' ') AS words
    FROM ${PROBLEM} GROUP BY file_row`);
  if (rows === 0) return;
  const query = { sql: reportQuery(file), rowsAsArray: true };
  // The promise connection has no streams; the one below it has.
  const lines = (sql.raw as unknown as { connection: StreamingConnection }).connection
    .query(query)
    .stream({ highWaterMark: LINES_PER_WRITE });
  // Durable, as the product's own report is.
  await pipeline(Readable.from(inPieces(file, lines)), createWriteStream(path, { flush: true }));
}

type StreamingConnection = {
  query(options: object): { stream(options: { highWaterMark: number }): AsyncIterable<[string]> };
};

async function* inPieces({ headerLine, lineEnd }: StagedFile, lines: AsyncIterable<[string]>) {
  let piece = [`${headerLine.slice(0, -lineEnd.length)},${ERROR}`];
  for await (const [line] of lines) {
    piece.push(line);
    if (piece.length < LINES_PER_WRITE) continue;
    yield piece.join(lineEnd) + lineEnd;
    piece = [];
  }
  if (piece.length > 0) yield piece.join(lineEnd) + lineEnd;
}

/** The cells as they were, quoted where they must be: whether they were without need, `LOAD DATA` does not tell. */
function reportQuery(file: StagedFile): string {
  const { header } = file;
  const cells = [...header.keys()].map((index) => `t.${cellColumn(index)}`);
  const surplus = countUpTo(SURPLUS).map((index) => `t.${surplusColumn(index)}`);
  const missing = `REPEAT(',', IF(t.cells < ${header.length}, ${header.length} - t.cells, 0) + 1)`;
  const error = `IF(e.words IS NULL, '', CONCAT('"', REPLACE(e.words, '"', '""'), '"'))`;
  const record = (cell: (name: string) => string) =>
    `CONCAT(CONCAT_WS(',', ${cells.map(cell)}), IF(${notBlank(file)}, CONCAT(${missing}, ${error}), ''),
      IF(t.cells > ${header.length}, CONCAT(',', CONCAT_WS(',', ${surplus.map(cell)})), ''))`;
  const text = `CONCAT_WS('', ${[...cells, ...surplus]})`;
  const special = [
    `LOCATE(',', ${text})`,
    `LOCATE('"', ${text})`,
    `LOCATE('\\n', ${text})`,
    `LOCATE('\\r', ${text})`,
  ];
  const quoted = (name: string) =>
    `IF(${name} RLIKE '[",\\r\\n]', CONCAT('"', REPLACE(${name}, '"', '""'), '"'), ${name})`;
  return `SELECT IF(${special.join(' OR ')}, ${record(quoted)}, ${record((name) => name)})
    FROM ${TEXT} t LEFT JOIN sql_error_cell e ON e.file_row = t.file_row ORDER BY t.file_row`;
}
