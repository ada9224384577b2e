import type { DataSource } from 'typeorm';
import { inTransaction } from '../database/in-transaction';
import { BulkReset } from '../entities/bulk-reset';
import { AppError } from '../errors/app-error';
import { aboutFile, recordAudit } from './audit.store';
import { type Actor, moveBulkReset, NOW } from './bulk-reset.store';
import type { VersionKey } from './bulk-reset-key';

/**
 * Confirms the summary that a person saw, and starts the reset. The status, the version and the audit move together.
 * @throws AppError `summary-changed` where the summary is not the one that was shown, `wrong-status` otherwise
 */
export async function confirmBulkReset(
  dataSource: DataSource,
  key: VersionKey,
  { by, reason, summaryVersion }: { by: Actor; reason: string; summaryVersion: number },
): Promise<void> {
  await inTransaction(dataSource, async (db) => {
    const current = await db.findOneOrFail(BulkReset, {
      where: { organizationId: key.organizationId, id: key.bulkResetId },
      lock: { mode: 'pessimistic_write' },
    });
    if (current.version !== summaryVersion)
      throw new AppError('summary-changed', { confirmed: summaryVersion, current: current.version });
    await moveBulkReset(
      db,
      key,
      { from: ['ready'], to: 'resetting' },
      {
        reason,
        confirmedVersion: summaryVersion,
        confirmedAt: NOW,
        confirmedByKind: by.kind,
        confirmedById: by.id,
        confirmedByName: by.name,
      },
    );
    await recordAudit(db, {
      organizationId: key.organizationId,
      actor: by,
      ...aboutFile(current.kind, key.bulkResetId, 'confirmed'),
      details: { summaryVersion, reason },
    });
  });
}
