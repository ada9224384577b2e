import type { EntityManager } from 'typeorm';

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
