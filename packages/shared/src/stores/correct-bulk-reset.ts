import type { DataSource } from 'typeorm';
import { inTransaction } from '../database/in-transaction';
import { BulkReset } from '../entities/bulk-reset';
import { aboutFile, recordAudit } from './audit.store';
import { type Actor, type Alongside, insertFile, moveBulkReset, type NewFile } from './bulk-reset.store';
import type { VersionKey } from './bulk-reset-key';
import { askForRemoval } from './removal.store';

/**
 * Begins another version with a corrected file: its own validation and its own summary. What was confirmed or shown of
 * the version before no longer counts, also not a confirmation in advance; its file and problems stay as long as
 * files are kept.
 * @throws AppError `wrong-status` where the reset has been confirmed or the last version is still being validated
 */
export function correctBulkReset(
  dataSource: DataSource,
  { organizationId, bulkResetId }: VersionKey,
  by: Actor,
  { alongside, ...file }: NewFile & { alongside?: Alongside },
): Promise<VersionKey> {
  return inTransaction(dataSource, async (db) => {
    const { version, kind } = await db.findOneOrFail(BulkReset, {
      where: { organizationId, id: bulkResetId },
      lock: { mode: 'pessimistic_write' },
    });
    const key = { organizationId, bulkResetId, version: version + 1 };
    await moveBulkReset(
      db,
      key,
      { from: ['needs-fixes', 'ready'], to: 'validating' },
      { version: key.version, summary: () => 'NULL', confirmWhenValid: false },
    );
    await insertFile(db, key, file);
    await askForRemoval(db, key, 'superseded');
    await recordAudit(db, {
      organizationId,
      actor: by,
      ...aboutFile(kind, bulkResetId, 'corrected'),
      details: { version: key.version, sha256: file.sha256, rows: file.rows },
    });
    await alongside?.(db);
    return key;
  });
}
