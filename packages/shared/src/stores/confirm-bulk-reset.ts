import type { DataSource } from 'typeorm';
import type { BulkResetStatus } from '../contracts/bulk-reset-status';
import { inTransaction } from '../database/in-transaction';
import { BulkReset } from '../entities/bulk-reset';
import { AppError } from '../errors/app-error';
import { recordAudit } from './audit.store';
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
      action: 'bulk-reset.confirmed',
      subject: { kind: 'bulk-reset', id: key.bulkResetId },
      details: { summaryVersion, reason },
    });
  });
}

/** What changes no learner stops at once; a running reset is asked to stop and answers when no chunk is running. */
const AT_ONCE = ['uploaded', 'validating', 'settling', 'needs-fixes', 'ready', 'paused'] as const;

/** @throws AppError `wrong-status` where there is nothing left to cancel */
export async function cancelBulkReset(dataSource: DataSource, key: VersionKey, by: Actor): Promise<void> {
  await inTransaction(dataSource, async (db) => {
    const { status } = await db.findOneOrFail(BulkReset, {
      where: { organizationId: key.organizationId, id: key.bulkResetId },
      lock: { mode: 'pessimistic_write' },
    });
    if ((AT_ONCE as readonly BulkResetStatus[]).includes(status))
      await moveBulkReset(db, key, { from: AT_ONCE, to: 'cancelled' }, { finishedAt: NOW });
    else await moveBulkReset(db, key, { from: ['resetting', 'pausing'], to: 'cancelling' });
    await recordAudit(db, {
      organizationId: key.organizationId,
      actor: by,
      action: 'bulk-reset.cancelled',
      subject: { kind: 'bulk-reset', id: key.bulkResetId },
      details: { was: status },
    });
  });
}
