import type { EntityManager } from 'typeorm';

/** Measured in DESIGN: larger statements are no faster, smaller ones pay a round trip more often. */
export const ROWS_PER_STATEMENT = 5_000;

/** Consecutive slices of at most `size`. */
export function* slices<Item>(items: readonly Item[], size: number): Generator<Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}

type Value = number | string | Buffer | null;

/**
 * Inserts rows by multi-row statements and gives the number inserted.
 * @param flat the values of all rows, one row after the other
 * @param ignore leaves out rows whose key exists already; only for rows of plain numbers, since it hides other faults too
 */
export async function insertRows(
  db: EntityManager,
  table: string,
  columns: readonly string[],
  flat: readonly Value[],
  { ignore = false } = {},
): Promise<number> {
  const width = columns.length;
  const row = `(${columns.map(() => '?').join(',')})`;
  let inserted = 0;
  for (const values of slices(flat, ROWS_PER_STATEMENT * width)) {
    const rows = Array.from({ length: values.length / width }, () => row).join(',');
    const head = `INSERT ${ignore ? 'IGNORE ' : ''}INTO ${table} (${columns.join(',')}) VALUES `;
    const result: { affectedRows: number } = await db.query(head + rows, values);
    inserted += result.affectedRows;
  }
  return inserted;
}
