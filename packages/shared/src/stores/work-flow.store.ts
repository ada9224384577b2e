import type { EntityManager } from 'typeorm';
import { ACTIVE_STATUSES, type BulkResetStatus } from '../contracts/bulk-reset-status';

/** Chunks of one bulk reset that are on their way at the moment. */
export type ChunksUnderWay = { bulkResetId: number; queued: number; running: number };

/**
 * Of all organizations, as numbers alone: the queue is shared. At most a window of chunks of each bulk reset that is
 * active, in the order of the index.
 */
export async function countChunksUnderWay(db: EntityManager): Promise<ChunksUnderWay[]> {
  const rows: { state: 'queued' | 'running'; id: number; chunks: number }[] = await db.query(
    `SELECT state, bulk_reset_id AS id, COUNT(*) AS chunks FROM chunk
     WHERE state IN ('queued', 'running') GROUP BY state, bulk_reset_id`,
  );
  const found = new Map<number, ChunksUnderWay>();
  for (const { state, id, chunks } of rows)
    found.set(id, { ...(found.get(id) ?? { bulkResetId: id, queued: 0, running: 0 }), [state]: chunks });
  return [...found.values()];
}

/** `oldestSeconds`: since the oldest of them was uploaded or, once it is confirmed, confirmed; by the database's clock. */
export type ActiveCount = { status: BulkResetStatus; bulkResets: number; oldestSeconds: number };

/** Of all organizations, as numbers alone: the bulk resets that work is due for, by the index of their status. */
export async function countActive(db: EntityManager): Promise<ActiveCount[]> {
  const rows: { status: BulkResetStatus; bulkResets: string; oldestSeconds: string }[] = await db.query(
    `SELECT status, COUNT(*) AS bulkResets,
       TIMESTAMPDIFF(SECOND, MIN(COALESCE(confirmed_at, created_at)), UTC_TIMESTAMP(3)) AS oldestSeconds
     FROM bulk_reset WHERE status IN (?) GROUP BY status`,
    [ACTIVE_STATUSES],
  );
  return rows.map(({ status, bulkResets, oldestSeconds }) => ({
    status,
    bulkResets: Number(bulkResets),
    oldestSeconds: Number(oldestSeconds),
  }));
}
