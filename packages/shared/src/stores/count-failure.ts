import type { DataSource, EntityManager } from 'typeorm';
import { inTransaction } from '../database/in-transaction';
import type { Chunk } from '../entities/bulk-reset';
import { MAX_ATTEMPTS, MAX_LOSSES } from './chunk.store';
import { endAsFailed } from './fail-bulk-reset';

type CountedChunk = Pick<Chunk, 'organizationId' | 'bulkResetId' | 'version' | 'id' | 'epoch'>;
/** What becomes of the chunk; `superseded` where another worker has it by now, and nothing is counted. */
export type Counted = 'again' | 'given-up' | 'superseded';

/** Counts a fault of ours. */
export const countAttempt = (dataSource: DataSource, chunk: CountedChunk, code: string): Promise<Counted> =>
  count(dataSource, chunk, { column: 'attempts', most: MAX_ATTEMPTS, code, pause: true });

/** Takes the chunk away from a worker that is gone, and counts that. */
export const countLoss = (dataSource: DataSource, chunk: CountedChunk): Promise<Counted> =>
  count(dataSource, chunk, { column: 'losses', most: MAX_LOSSES, code: 'worker-lost', pause: false });

type Count = { column: 'attempts' | 'losses'; most: number; code: string; pause: boolean };

/**
 * A chunk is given up together with its bulk reset or not at all: nobody would look at either of them again. The bulk reset
 * is locked first, as by everybody else.
 */
function count(
  dataSource: DataSource,
  chunk: CountedChunk,
  { column, most, code, pause }: Count,
): Promise<Counted> {
  return inTransaction(dataSource, async (db) => {
    await lockBulkReset(db, chunk);
    const at = [chunk.organizationId, chunk.id, chunk.epoch];
    const [held]: { counted: number }[] = await db.query(
      `SELECT ${column} AS counted FROM chunk WHERE organization_id = ? AND id = ? AND epoch = ? AND state = 'running' FOR UPDATE`,
      at,
    );
    if (!held) return 'superseded';
    const givenUp = held.counted + 1 >= most;
    await db.query(
      `UPDATE chunk SET state = ?, epoch = epoch + 1, ${column} = ${column} + 1
         ${pause ? `, not_before = UTC_TIMESTAMP(3) + INTERVAL ${column} SECOND` : ''}
       WHERE organization_id = ? AND id = ? AND epoch = ?`,
      [givenUp ? 'failed' : 'waiting', ...at],
    );
    if (!givenUp) return 'again';
    await endAsFailed(db, chunk, code);
    return 'given-up';
  });
}

const lockBulkReset = (db: EntityManager, { organizationId, bulkResetId }: CountedChunk) =>
  db.query('SELECT 1 FROM bulk_reset WHERE organization_id = ? AND id = ? FOR UPDATE', [
    organizationId,
    bulkResetId,
  ]);
