import type { DataSource } from 'typeorm';
import { inTransaction } from '../database/in-transaction';
import type { BulkResetKey } from './bulk-reset-key';

/** Removes some rows of the versions below one. @returns whether there may be more */
export type RemoveSome = (dataSource: DataSource, key: BulkResetKey, below: number) => Promise<boolean>;

/** @param rest of the primary key, behind organization and bulk reset; `limit` keeps a transaction within a megabyte or so */
const someOf =
  (table: string, rest: readonly string[], limit: number): RemoveSome =>
  async ({ manager }, { organizationId, bulkResetId }, below) => {
    const bound = rest[0] === 'version' ? 'AND version < ?' : '';
    const { affectedRows }: { affectedRows: number } = await manager.query(
      `DELETE FROM ${table} WHERE organization_id = ? AND bulk_reset_id = ? ${bound}
       ORDER BY organization_id, bulk_reset_id, ${rest.join(', ')} LIMIT ${limit}`,
      [organizationId, bulkResetId, ...(bound ? [below] : [])],
    );
    return affectedRows === limit;
  };

const CHUNKS = 1_000;
const chunks: RemoveSome = (dataSource, { organizationId, bulkResetId }, below) =>
  inTransaction(dataSource, async (db) => {
    const found: { id: number }[] = await db.query(
      `SELECT id FROM chunk WHERE organization_id = ? AND bulk_reset_id = ? AND version < ?
       ORDER BY version, phase, number LIMIT ${CHUNKS}`,
      [organizationId, bulkResetId, below],
    );
    if (found.length === 0) return false;
    const ids = found.map(({ id }) => id);
    await db.query('DELETE FROM chunk_lease WHERE organization_id = ? AND chunk_id IN (?)', [
      organizationId,
      ids,
    ]);
    await db.query('DELETE FROM chunk WHERE organization_id = ? AND id IN (?)', [organizationId, ids]);
    return found.length === CHUNKS;
  });

/** Only settling reads it. */
export const STAGED_ROWS: readonly RemoveSome[] = [someOf('staged_run', ['version', 'number', 'slice'], 200)];
/** Everything that is kept about single rows. The chunks come last: they say what there is. */
export const DETAIL_ROWS: readonly RemoveSome[] = [
  ...STAGED_ROWS,
  someOf('settled_pairs', ['version', 'number'], 20),
  someOf('chunk_rows', ['version', 'number'], 20),
  someOf('problem', ['version', 'file_row', 'position'], 2_000),
  chunks,
];
/** Of the reset itself, which only the last version can have had. */
export const RESET_ROWS: readonly RemoveSome[] = [someOf('left_out_row', ['learner_id', 'course_id'], 2_000)];
