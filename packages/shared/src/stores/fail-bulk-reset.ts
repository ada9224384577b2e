import type { DataSource, EntityManager } from 'typeorm';
import { inTransaction } from '../database/in-transaction';
import { aboutFile, recordAudit } from './audit.store';
import { getBulkReset, NOW, tryMoveVersion } from './bulk-reset.store';
import type { VersionKey } from './bulk-reset-key';

/**
 * Ends a bulk reset that cannot go on. What was reset stays; the rest is counted as not processed and can be retried.
 * @param code what made it fail; never a message, which may hold a row
 */
export const failBulkReset = (dataSource: DataSource, key: VersionKey, code: string): Promise<void> =>
  inTransaction(dataSource, (db) => endAsFailed(db, key, code));

/** As `failBulkReset`, in a transaction that does more. */
export async function endAsFailed(db: EntityManager, key: VersionKey, code: string): Promise<void> {
  const from = ['inspecting', 'validating', 'settling', 'resetting', 'pausing', 'cancelling'] as const;
  const set = { finishedAt: NOW, failure: code.slice(0, 100) };
  if (!(await tryMoveVersion(db, key, { from, to: 'failed' }, set))) return;
  const { kind } = await getBulkReset(db, key);
  await recordAudit(db, {
    organizationId: key.organizationId,
    actor: { kind: 'system', id: null, name: 'system' },
    ...aboutFile(kind, key.bulkResetId, 'failed'),
    details: { code },
  });
}
