import type { DataSource } from 'typeorm';
import { inTransaction } from '../database/in-transaction';
import { recordAudit } from './audit.store';
import { NOW, tryMove } from './bulk-reset.store';
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
    await recordAudit(db, {
      organizationId: key.organizationId,
      actor: { kind: 'system', id: null, name: 'system' },
      action: 'bulk-reset.failed',
      subject: { kind: 'bulk-reset', id: key.bulkResetId },
      details: { code },
    });
  });
}
