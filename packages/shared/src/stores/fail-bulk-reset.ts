import type { DataSource } from 'typeorm';
import { inTransaction } from '../database/in-transaction';
import { aboutFile, recordAudit } from './audit.store';
import { getBulkReset, NOW, tryMove } from './bulk-reset.store';
import type { VersionKey } from './bulk-reset-key';

/**
 * Ends a bulk reset that cannot go on. What was reset stays; the rest is counted as not processed and can be retried.
 * @param code what made it fail; never a message, which may hold a row
 */
export async function failBulkReset(dataSource: DataSource, key: VersionKey, code: string): Promise<void> {
  await inTransaction(dataSource, async (db) => {
    const from = ['inspecting', 'validating', 'settling', 'resetting', 'pausing', 'cancelling'] as const;
    if (!(await tryMove(db, key, { from, to: 'failed' }, { finishedAt: NOW, failure: code.slice(0, 100) })))
      return;
    const { kind } = await getBulkReset(db, key);
    await recordAudit(db, {
      organizationId: key.organizationId,
      actor: { kind: 'system', id: null, name: 'system' },
      ...aboutFile(kind, key.bulkResetId, 'failed'),
      details: { code },
    });
  });
}
