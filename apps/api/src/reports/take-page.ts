import { MOST_SEARCHED } from '@reset/shared/contracts/reports';
import type { Position } from '@reset/shared/stores/reports/walk';

type Batch<Row> = { rows: readonly Row[]; searched: number; position: Position };

/**
 * The first rows of a walk, and where the next page goes on. It looks at no more than MOST_SEARCHED rows, whole batches:
 * a page may be short, or empty, and have a next one.
 */
export async function takePage<Row>(
  batches: AsyncIterable<Batch<Row>>,
  limit: number,
  positionOf: (row: Row) => Position,
): Promise<{ rows: Row[]; searched: number; next: Position | null }> {
  const rows: Row[] = [];
  let searched = 0;
  for await (const batch of batches) {
    searched += batch.searched;
    rows.push(...batch.rows.slice(0, limit + 1 - rows.length));
    const last = rows[limit - 1];
    if (rows.length > limit && last !== undefined)
      return { rows: rows.slice(0, limit), searched, next: positionOf(last) };
    if (searched >= MOST_SEARCHED) return { rows, searched, next: batch.position };
  }
  return { rows, searched, next: null };
}
