import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { undoneUntil, whyNoUndo } from '../contracts/undo-rules';
import { inTransaction } from '../database/in-transaction';
import { BulkReset, BulkResetUndo, type ChosenPairs } from '../entities/bulk-reset';
import { AppError } from '../errors/app-error';
import { recordAudit } from './audit.store';
import { type Actor, type Alongside, NOW } from './bulk-reset.store';
import type { BulkResetKey, VersionKey } from './bulk-reset-key';
import { refuseExpired } from './expire-bulk-reset';

export type NewUndo = {
  by: Actor;
  uuid?: string;
  reason: string;
  /** `null`: everything. */
  chosen: ChosenPairs | null;
  /** For how many days after the end of the bulk reset an undo is offered. */
  days: number;
  /** Commits together with it, or nothing does. */
  alongside?: Alongside;
};

/**
 * Writes the undo, its chunks and the audit together. It is under way from here on. Whoever would take the bulk reset up
 * again, or remove what is kept of it, locks the same row.
 * @throws AppError `undo-refused` with the reason, `expired` where what it needs is gone
 */
export function createUndo(
  dataSource: DataSource,
  { organizationId, bulkResetId }: BulkResetKey,
  { by, uuid = randomUUID(), reason, chosen, days, alongside }: NewUndo,
): Promise<VersionKey> {
  return inTransaction(dataSource, async (db) => {
    const bulkReset = await db.findOneOrFail(BulkReset, {
      where: { organizationId, id: bulkResetId, kind: 'reset' },
      lock: { mode: 'pessimistic_write' },
    });
    await refuseUndo(db, bulkReset, days);
    const { identifiers } = await db.insert(BulkReset, {
      organizationId,
      uuid,
      kind: 'undo',
      status: 'resetting',
      version: 1,
      createdByKind: by.kind,
      createdById: by.id,
      createdByName: by.name,
      confirmWhenValid: false,
      reason,
      confirmedVersion: 1,
      confirmedAt: NOW,
      confirmedByKind: by.kind,
      confirmedById: by.id,
      confirmedByName: by.name,
      // It has none.
      filesExpiredAt: NOW,
    });
    const key = { organizationId, bulkResetId: Number(identifiers[0]?.id), version: 1 };
    const { version } = bulkReset;
    await db.insert(BulkResetUndo, { undoId: key.bulkResetId, organizationId, bulkResetId, version, chosen });
    await insertUndoChunks(db, key, { organizationId, bulkResetId, version }, chosen);
    await recordAudit(db, {
      organizationId,
      actor: by,
      action: 'bulk-reset.undo-asked',
      subject: { kind: 'bulk-reset', id: bulkResetId },
      details: {
        undo: uuid,
        reason,
        ...(chosen?.learnerIds && { learners: chosen.learnerIds.length }),
        ...(chosen?.courseIds && { courses: chosen.courseIds.length }),
      },
    });
    await alongside?.(db);
    return key;
  });
}

async function refuseUndo(db: EntityManager, bulkReset: BulkReset, days: number): Promise<void> {
  const { organizationId, id, version, status, confirmedVersion, finishedAt } = bulkReset;
  const [{ now, reset, running }]: [{ now: Date; reset: number; running: number }] = await db.query(
    `SELECT UTC_TIMESTAMP(3) AS now, CAST(COALESCE(SUM(rows_reset), 0) AS SIGNED) AS reset,
       CAST(COALESCE(SUM(state = 'running'), 0) AS SIGNED) AS running
     FROM chunk WHERE organization_id = ? AND bulk_reset_id = ? AND version = ? AND phase = 'reset'`,
    [organizationId, id, version],
  );
  // The counts of one whose details are gone lie elsewhere.
  refuseExpired(bulkReset, ['details']);
  // One that has failed may have a chunk in hand that is yet to commit.
  const why =
    running > 0
      ? 'not-ended'
      : whyNoUndo({ status, confirmed: confirmedVersion === version, finishedAt, reset }, { now, days });
  if (!why) return;
  const until = why === 'too-late' && finishedAt ? undoneUntil(finishedAt, days).toISOString() : null;
  throw new AppError('undo-refused', { why, until });
}

/** One chunk for each chunk of the reset that has marked somebody, or only somebody who is chosen, with its number. */
async function insertUndoChunks(
  db: EntityManager,
  key: VersionKey,
  of: VersionKey,
  chosen: ChosenPairs | null,
): Promise<void> {
  const learnerIds = chosen?.learnerIds ?? [];
  const ranges = learnerIds.map(() => '(from_learner <= ? AND to_learner > ?)').join(' OR ');
  await db.query(
    `INSERT INTO chunk (organization_id, bulk_reset_id, version, phase, number, data_rows, from_learner, to_learner)
     SELECT organization_id, ?, ?, 'undo', number, rows_reset, from_learner, to_learner
     FROM chunk WHERE organization_id = ? AND bulk_reset_id = ? AND version = ? AND phase = 'reset'
       AND state = 'done' AND rows_reset > 0 ${ranges && `AND (${ranges})`}`,
    [
      key.bulkResetId,
      key.version,
      of.organizationId,
      of.bulkResetId,
      of.version,
      ...learnerIds.flatMap((id) => [id, id]),
    ],
  );
}
