import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { HeaderColumns } from '@reset/shared/csv/file-format';
import { findColumns } from '@reset/shared/csv/header-columns';
import { readFields } from '@reset/shared/csv/read-fields';
import { identifierKey, MAX_IDENTIFIER_LENGTH } from '@reset/shared/entities/identifier-key';
import { slices } from '@reset/shared/stores/multi-row';
import { uuidOf } from './named-cells';
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
  uuidColumn,
  uuidIndexes,
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
    ${keys.map((name) => `${name} VARCHAR(${MAX_IDENTIFIER_LENGTH}) NOT NULL`).join(', ')},
    ${uuidIndexes(columns)
      .map((index) => `${uuidColumn(index)} BINARY(16) NULL`)
      .join(', ')}
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
}

/** Matches nobody's key: keys hold no control characters. */
const TOO_LONG = `'\\0'`;

async function loadText(sql: SqlConnection, { header, columns, lineEnd }: StagedFile, path: string) {
  const cells = [...header.keys()].map(cellColumn).concat(countUpTo(SURPLUS).map(surplusColumn));
  const key = (cell: string) =>
    `IF(CHAR_LENGTH(${cell}) > ${MAX_IDENTIFIER_LENGTH}, ${TOO_LONG}, LOWER(TRIM(IFNULL(${cell}, ''))))`;
  const made = [
    'file_row = (@row := @row + 1)',
    `cells = ${cells.map((name) => `(${name} IS NOT NULL)`).join(' + ')}`,
    ...namingIndexes(columns).map((index) => `${keyColumn(index)} = ${key(cellColumn(index))}`),
    ...uuidIndexes(columns).map((index) => `${uuidColumn(index)} = ${uuidOf(`TRIM(${cellColumn(index)})`)}`),
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

/** Unicode normalization is beyond the server, and so are blanks other than the space. */
const odd = (cell: string) =>
  `${cell} <> '' AND (LENGTH(${cell}) <> CHAR_LENGTH(${cell}) OR ORD(${cell}) < 33 OR ORD(RIGHT(${cell}, 1)) < 33)
   AND CHAR_LENGTH(${cell}) <= ${MAX_IDENTIFIER_LENGTH}`;
const CELLS_PER_INSERT = 5_000;

/** The few cells that the server cannot make a key of are fetched, each once, and their keys sent back. */
async function keyOddCells(sql: SqlConnection, { columns }: StagedFile): Promise<void> {
  for (const index of namingIndexes(columns)) {
    const cell = cellColumn(index);
    const found = await sql.rows<{ cell: string }>(
      `SELECT DISTINCT ${cell} AS cell FROM ${TEXT} WHERE ${odd(cell)}`,
    );
    if (found.length === 0) continue;
    await sql.run('DROP TEMPORARY TABLE IF EXISTS sql_odd');
    await sql.run(`CREATE TEMPORARY TABLE sql_odd (cell VARCHAR(${MAX_IDENTIFIER_LENGTH}) NOT NULL PRIMARY KEY,
      name VARCHAR(${MAX_IDENTIFIER_LENGTH}) NOT NULL) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
    for (const some of slices(found, CELLS_PER_INSERT))
      await sql.run('INSERT INTO sql_odd (cell, name) VALUES ?', [
        some.map((row) => [row.cell, identifierKey(row.cell)]),
      ]);
    const uuid = uuidIndexes(columns).includes(index) ? `, t.${uuidColumn(index)} = ${uuidOf('o.name')}` : '';
    await sql.run(`UPDATE ${TEXT} t JOIN sql_odd o ON o.cell = t.${cell}
      SET t.${keyColumn(index)} = o.name${uuid} WHERE ${odd(`t.${cell}`)}`);
  }
}
