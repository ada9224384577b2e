import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { HeaderColumns } from '@reset/shared/csv/file-format';
import { findColumns } from '@reset/shared/csv/header-columns';
import { readFields } from '@reset/shared/csv/read-fields';
import { identifierKey } from '@reset/shared/entities/identifier-key';
import { slices } from '@reset/shared/stores/multi-row';
import type { SqlConnection } from './sql-connection';
import {
  CELL_LENGTH,
  cellColumn,
  countUpTo,
  keyColumn,
  namingIndexes,
  SURPLUS,
  surplusColumn,
  TEXT,
} from './staged-columns';

export type StagedFile = {
  /** As it stands, with its line end. */
  headerLine: string;
  lineEnd: '\r\n' | '\n';
  header: readonly string[];
  columns: HeaderColumns;
};

/** Loads the text of a file, and makes the keys by which its cells are looked up. */
export async function stageFile(sql: SqlConnection, path: string): Promise<StagedFile> {
  const file = await readHeader(path);
  await createTextTable(sql, file);
  await loadText(sql, file, path);
  await keyOddCells(sql, file);
  return file;
}

async function readHeader(path: string): Promise<StagedFile> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, 0);
    const start = buffer.toString('utf8', 0, bytesRead);
    const headerLine = start.slice(0, start.indexOf('\n') + 1);
    const header = readFields(headerLine, ',')[0] ?? [];
    const lineEnd = headerLine.endsWith('\r\n') ? '\r\n' : '\n';
    return { headerLine, lineEnd, header, columns: findColumns(header, 1) };
  } finally {
    await handle.close();
  }
}

/** A temporary table: nobody needs it after the report, so it need not be logged. */
async function createTextTable(sql: SqlConnection, { header, columns }: StagedFile): Promise<void> {
  const cells = [...header.keys()].map(cellColumn).concat(countUpTo(SURPLUS).map(surplusColumn));
  const keys = namingIndexes(columns).map(keyColumn);
  await sql.run(`DROP TEMPORARY TABLE IF EXISTS ${TEXT}`);
  await sql.run(`CREATE TEMPORARY TABLE ${TEXT} (
    file_row INT UNSIGNED NOT NULL PRIMARY KEY,
    cells TINYINT UNSIGNED NOT NULL,
    learner_unguarded BOOLEAN NULL,
    content_unguarded BOOLEAN NULL,
    ${cells.map((name) => `${name} VARCHAR(${CELL_LENGTH}) NULL`).join(', ')},
    ${keys.map((name) => `${name} VARCHAR(${CELL_LENGTH}) NOT NULL`).join(', ')}
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
}

async function loadText(sql: SqlConnection, { header, columns, lineEnd }: StagedFile, path: string) {
  const cells = [...header.keys()].map(cellColumn).concat(countUpTo(SURPLUS).map(surplusColumn));
  const made = [
    'file_row = (@row := @row + 1)',
    `cells = ${cells.map((name) => `(${name} IS NOT NULL)`).join(' + ')}`,
    ...namingIndexes(columns).map((index) => `${keyColumn(index)} = LOWER(IFNULL(${cellColumn(index)}, ''))`),
  ];
  await sql.run('SET @row := 1');
  await sql.raw.query({
    sql: `LOAD DATA LOCAL INFILE 'upload' INTO TABLE ${TEXT} CHARACTER SET utf8mb4
      FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '"' ESCAPED BY ''
      LINES TERMINATED BY '${lineEnd === '\n' ? '\\n' : '\\r\\n'}' IGNORE 1 LINES
      (${cells.join(', ')}) SET ${made.join(', ')}`,
    infileStreamFactory: () => createReadStream(path, { highWaterMark: 1024 * 1024 }),
  });
}

/** Unicode normalization is beyond the server; what has blanks around is left to the client with it. */
const odd = (cell: string) =>
  `(${cell} <> '' AND (LENGTH(${cell}) <> CHAR_LENGTH(${cell}) OR ORD(${cell}) < 33 OR ORD(RIGHT(${cell}, 1)) < 33))`;
const ROWS_PER_INSERT = 5_000;

/** The few rows that the server cannot make the keys of are fetched, and their keys sent back. */
async function keyOddCells(sql: SqlConnection, { columns }: StagedFile): Promise<void> {
  const indexes = namingIndexes(columns);
  const cells = indexes.map(cellColumn);
  const keys = indexes.map(keyColumn);
  const found = await sql.rows<Record<string, string | null> & { file_row: number }>(
    `SELECT file_row, ${cells} FROM ${TEXT} WHERE ${cells.map(odd).join(' OR ')}`,
  );
  if (found.length === 0) return;
  await sql.run('DROP TEMPORARY TABLE IF EXISTS sql_odd');
  await sql.run(`CREATE TEMPORARY TABLE sql_odd (file_row INT UNSIGNED NOT NULL PRIMARY KEY,
    ${keys.map((key) => `${key} VARCHAR(${CELL_LENGTH}) NOT NULL`)}) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
  for (const some of slices(found, ROWS_PER_INSERT)) {
    const rows = some.map((row) => [row.file_row, ...cells.map((cell) => identifierKey(row[cell] ?? ''))]);
    await sql.run(`INSERT INTO sql_odd (file_row, ${keys}) VALUES ?`, [rows]);
  }
  await sql.run(`UPDATE sql_odd o STRAIGHT_JOIN ${TEXT} t ON t.file_row = o.file_row
    SET ${keys.map((key) => `t.${key} = o.${key}`)}`);
}
