import { type Connection, createConnection, type ResultSetHeader, type RowDataPacket } from 'mysql2/promise';

/** One connection, set up as somebody would who has a whole file to get through the server. */
export type SqlConnection = {
  /** Runs a statement that changes something. @returns how many rows it changed */
  run(statement: string, values?: readonly unknown[]): Promise<number>;
  /** Runs a query whose answer is small. */
  rows<Row>(query: string, values?: readonly unknown[]): Promise<Row[]>;
  raw: Connection;
};

const MiB = 1024 ** 2;
const SESSION = [
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  // Look-up tables and groups stay in memory.
  `SET max_heap_table_size = ${512 * MiB}, tmp_table_size = ${512 * MiB}, sort_buffer_size = ${256 * MiB}`,
  // A row of three cells is no news where six could be read; each warning costs.
  'SET max_error_count = 0',
  `SET group_concat_max_len = ${MiB}`,
];

/** @param url `mysql://user:password@host:port/database` */
export async function openSqlConnection(url: string): Promise<SqlConnection> {
  // Numbers of our own making: sums come as text otherwise.
  const raw = await createConnection({ uri: url, charset: 'utf8mb4_bin', decimalNumbers: true });
  for (const statement of SESSION) await raw.query(statement);
  return {
    raw,
    async run(statement, values = []) {
      const [result] = await raw.query<ResultSetHeader>(statement, [...values]);
      return result.affectedRows;
    },
    async rows<Row>(query: string, values: readonly unknown[] = []) {
      const [found] = await raw.query<RowDataPacket[]>(query, [...values]);
      return found as Row[]; // as the query names its columns
    },
  };
}
