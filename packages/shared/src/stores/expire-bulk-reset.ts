import type { DataSource, EntityManager } from 'typeorm';
import { FINAL_STATUSES } from '../contracts/bulk-reset-status';
import { UNDO_COUNTS, type UndoCounts } from '../contracts/undo';
import { inTransaction } from '../database/in-transaction';
import type { BulkReset } from '../entities/bulk-reset';
import { AppError } from '../errors/app-error';
import { type AuditEvent, aboutFile, recordAudit } from './audit.store';
import { getBulkReset, NOW, tryMove } from './bulk-reset.store';
import type { BulkResetKey } from './bulk-reset-key';
import { type PhaseState, readPhase, sumCounts } from './chunk-counts.store';
import { APPLIED, type AppliedRows } from './directory-summary';
import { askForRemoval } from './removal.store';
import type { Summary } from './summary';

/** What the chunks of the last version had counted when they were removed. */
export type FinalCounts = {
  validate: Pick<PhaseState, 'found'>;
  reset: Pick<PhaseState, 'outcome'>;
  /** Of a directory import. */
  applied?: AppliedRows;
  /** Of an undo. */
  undo?: UndoCounts;
};
export type Expiring = 'files' | 'details';

/** An undo reads what is kept about single rows of the bulk reset that it takes back. */
const BEING_UNDONE = `EXISTS (SELECT 1 FROM bulk_reset_undo u JOIN bulk_reset o ON o.id = u.undo_id
  WHERE u.organization_id = bulk_reset.organization_id AND u.bulk_reset_id = bulk_reset.id AND o.status = 'resetting')`;
const COLUMN = { files: 'files_expired_at', details: 'details_expired_at' } as const;
const SYSTEM: AuditEvent['actor'] = { kind: 'system', id: null, name: 'system' };

/** Bulk resets of all organizations that ended so many days ago, the oldest first. For upkeep alone. */
export async function findExpiring(
  db: EntityManager,
  what: Expiring,
  { days, limit }: { days: number; limit: number },
): Promise<BulkResetKey[]> {
  return db.query(
    `SELECT organization_id AS organizationId, id AS bulkResetId FROM bulk_reset
     WHERE ${COLUMN[what]} IS NULL AND finished_at < UTC_TIMESTAMP(3) - INTERVAL ? DAY
 ${what === 'details' ? `AND NOT ${BEING_UNDONE}` : ''}
     ORDER BY finished_at LIMIT ?`,
    [days, limit],
  );
}

/**
 * Says that something of a bulk reset is gone, and asks for its removal. From here on nobody reads it: whoever would take
 * the bulk reset up again locks the same row and is refused. What audits need stays: the bulk reset with its counts, its
 * files' names and checksums, marks, records and events.
 * @returns false where it was taken up again meanwhile, or is being undone
 */
export function expire(
  dataSource: DataSource,
  key: BulkResetKey,
  what: Expiring,
  { days }: { days: number },
): Promise<boolean> {
  return inTransaction(dataSource, async (db) => {
    if (what === 'details' && (await isBeingUndone(db, key))) return false;
    const { affectedRows }: { affectedRows: number } = await db.query(
      `UPDATE bulk_reset SET ${COLUMN[what]} = UTC_TIMESTAMP(3), revision = revision + 1
       WHERE organization_id = ? AND id = ? AND status IN (?) AND ${COLUMN[what]} IS NULL
         AND finished_at < UTC_TIMESTAMP(3) - INTERVAL ? DAY`,
      [key.organizationId, key.bulkResetId, FINAL_STATUSES, days],
    );
    if (affectedRows !== 1) return false;
    const bulkReset = await getBulkReset(db, key);
    if (what === 'details') await keepCounts(db, bulkReset);
    await askForRemoval(db, key, what);
    await recordAudit(db, {
      organizationId: key.organizationId,
      actor: SYSTEM,
      ...aboutFile(bulkReset.kind, key.bulkResetId, `${what}-expired`),
      details: { days },
    });
    return true;
  });
}

/** Locks the row that an undo begins at. */
async function isBeingUndone(db: EntityManager, key: BulkResetKey): Promise<boolean> {
  const at = [key.organizationId, key.bulkResetId];
  await db.query('SELECT 1 FROM bulk_reset WHERE organization_id = ? AND id = ? FOR UPDATE', at);
  const rows: unknown[] = await db.query(
    `SELECT 1 FROM bulk_reset WHERE organization_id = ? AND id = ? AND ${BEING_UNDONE}`,
    at,
  );
  return rows.length > 0;
}

/** Counts stay; the examples among the problems are of single rows. */
async function keepCounts(db: EntityManager, bulkReset: BulkReset): Promise<void> {
  const { organizationId, id: bulkResetId, version, kind } = bulkReset;
  const key = { organizationId, bulkResetId, version };
  const finalCounts: FinalCounts = {
    validate: { found: (await readPhase(db, key, 'validate')).found },
    reset: { outcome: (await readPhase(db, key, 'reset')).outcome },
    ...(kind === 'undo'
      ? { undo: await sumCounts(db, key, 'undo', UNDO_COUNTS) }
      : kind !== 'reset' && { applied: await sumCounts(db, key, 'reset', APPLIED) }),
  };
  const summary = bulkReset.summary as Summary | null;
  const problems = summary?.problems.map((group) => ({ ...group, examples: [] }));
  await db.query('UPDATE bulk_reset SET final_counts = ?, summary = ? WHERE organization_id = ? AND id = ?', [
    JSON.stringify(finalCounts),
    summary && JSON.stringify({ ...summary, problems }),
    organizationId,
    bulkResetId,
  ]);
}

/** @throws AppError `expired` */
export function refuseExpired(
  { filesExpiredAt, detailsExpiredAt }: Pick<BulkReset, 'filesExpiredAt' | 'detailsExpiredAt'>,
  needed: readonly Expiring[],
): void {
  const expired = { files: filesExpiredAt, details: detailsExpiredAt };
  for (const what of needed) {
    const at = expired[what];
    if (at) throw new AppError('expired', { what, at: at.toISOString() });
  }
}

/** Where a person has the next word. A reset that was paused or scheduled stays as it was asked for. */
const IDLE = ['needs-fixes', 'ready', 'awaiting-approval'] as const;

/** Bulk resets of all organizations whose last file came so many days ago and that nobody went on with. For upkeep alone. */
export async function findForsaken(
  db: EntityManager,
  { days, limit }: { days: number; limit: number },
): Promise<BulkResetKey[]> {
  return db.query(
    `SELECT b.organization_id AS organizationId, b.id AS bulkResetId
     FROM bulk_reset b FORCE INDEX (bulk_reset_status) STRAIGHT_JOIN bulk_reset_file f
       ON f.organization_id = b.organization_id AND f.bulk_reset_id = b.id AND f.version = b.version
     WHERE b.status IN (?) AND f.uploaded_at < UTC_TIMESTAMP(3) - INTERVAL ? DAY LIMIT ?`,
    [IDLE, days, limit],
  );
}

/** Ends one that nobody went on with: from then on it expires as any other. */
export function cancelForsaken(dataSource: DataSource, key: BulkResetKey, days: number): Promise<boolean> {
  return inTransaction(dataSource, async (db) => {
    if (!(await tryMove(db, key, { from: IDLE, to: 'cancelled' }, { finishedAt: NOW }))) return false;
    const { kind } = await getBulkReset(db, key);
    await recordAudit(db, {
      organizationId: key.organizationId,
      actor: SYSTEM,
      ...aboutFile(kind, key.bulkResetId, 'cancelled'),
      details: { reason: `nobody went on with it for ${days} days` },
    });
    return true;
  });
}
