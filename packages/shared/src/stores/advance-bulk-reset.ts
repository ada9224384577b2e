import type { DataSource, EntityManager } from 'typeorm';
import type { Phase } from '../contracts/bulk-reset';
import type { WorkKind } from '../contracts/directory-columns';
import { inTransaction } from '../database/in-transaction';
import { BulkReset } from '../entities/bulk-reset';
import { failpoint } from '../failpoints/failpoint';
import { aboutFile, recordAudit } from './audit.store';
import { getBulkReset, NOW, tryMoveVersion } from './bulk-reset.store';
import type { VersionKey } from './bulk-reset-key';
import { insertSettleChunks, insertSingleChunk, PAIRS_PER_CHUNK } from './chunk.store';
import { askForRemoval } from './removal.store';
import { planLearnerRanges } from './staged-run.store';
import type { Summary } from './summary';

/**
 * Moves a bulk reset on when the last chunk of its phase is in. Runs after a chunk's commit, because two last chunks
 * do not see each other inside their transactions, and again by upkeep: it is short and may be repeated.
 * @returns whether it moved, so that there may be more to do
 */
export function advanceBulkReset(
  dataSource: DataSource,
  key: VersionKey,
  { pairsPerChunk = PAIRS_PER_CHUNK }: { pairsPerChunk?: number } = {},
): Promise<boolean> {
  return inTransaction(dataSource, async (db) => {
    const moved = await moveWhenDone(db, key, pairsPerChunk);
    if (moved) await failpoint('advance:moved');
    return moved;
  });
}

async function moveWhenDone(db: EntityManager, key: VersionKey, pairsPerChunk: number): Promise<boolean> {
  const bulkReset = await getBulkReset(db, key);
  if (bulkReset.version !== key.version) return false;
  switch (bulkReset.status) {
    case 'validating':
      return settleWhenValidated(db, key, pairsPerChunk);
    case 'settling':
      return answerWhenSettled(db, key, bulkReset);
    case 'resetting':
    case 'pausing':
    case 'cancelling':
      return endWhenReset(db, key, bulkReset);
    default:
      return false;
  }
}

async function settleWhenValidated(
  db: EntityManager,
  key: VersionKey,
  pairsPerChunk: number,
): Promise<boolean> {
  if (await hasOpenChunks(db, key, ['validate'])) return false;
  if (!(await tryMoveVersion(db, key, { from: ['validating'], to: 'settling' }))) return false;
  await insertSettleChunks(db, key, await planLearnerRanges(db, key, pairsPerChunk));
  return true;
}

async function answerWhenSettled(db: EntityManager, key: VersionKey, bulkReset: BulkReset): Promise<boolean> {
  if (await hasOpenChunks(db, key, ['settle', 'summarize', 'report'])) return false;
  // Written again it changes nothing: whoever comes second finds it there.
  if (bulkReset.summary === null) return insertSingleChunk(db, key, 'summarize', 0);
  const { rows } = bulkReset.summary as Pick<Summary, 'rows'>;
  if (rows.withErrors > 0) return tryMoveVersion(db, key, { from: ['settling'], to: 'needs-fixes' });
  if (!(await tryMoveVersion(db, key, { from: ['settling'], to: 'ready' }))) return false;
  // As it is now that nobody else can change it: whoever cancelled meanwhile has taken a confirmation back.
  if ((await getBulkReset(db, key)).confirmWhenValid) await confirmInAdvance(db, key, bulkReset);
  return true;
}

/** What the uploader asked for with the file: go ahead when no row has an error. */
async function confirmInAdvance(db: EntityManager, key: VersionKey, bulkReset: BulkReset) {
  await tryMoveVersion(
    db,
    key,
    { from: ['ready'], to: 'resetting' },
    {
      confirmedVersion: key.version,
      confirmedAt: NOW,
      confirmedByKind: bulkReset.createdByKind,
      confirmedById: bulkReset.createdById,
      confirmedByName: bulkReset.createdByName,
    },
  );
  await recordAudit(db, {
    organizationId: key.organizationId,
    actor: { kind: bulkReset.createdByKind, id: bulkReset.createdById, name: bulkReset.createdByName },
    ...aboutFile(bulkReset.kind, key.bulkResetId, 'confirmed'),
    details: { summaryVersion: key.version, reason: bulkReset.reason, inAdvance: true },
  });
}

async function endWhenReset(
  db: EntityManager,
  key: VersionKey,
  { status, kind }: BulkReset,
): Promise<boolean> {
  const phase = kind === 'undo' ? 'undo' : 'reset';
  if (!(await hasOpenChunks(db, key, [phase]))) return complete(db, key, kind);
  return status !== 'resetting' && stopWhenIdle(db, key);
}

/** Locks the row first: nobody can resume it, have a chunk begun and ask again between the look and the move. */
async function stopWhenIdle(db: EntityManager, key: VersionKey): Promise<boolean> {
  const { status, kind } = await db.findOneOrFail(BulkReset, {
    where: { organizationId: key.organizationId, id: key.bulkResetId },
    lock: { mode: 'pessimistic_write' },
  });
  if ((status !== 'pausing' && status !== 'cancelling') || (await hasRunningChunks(db, key))) return false;
  // The last chunk may have been in hand at the look before.
  if (!(await hasOpenChunks(db, key, ['reset']))) return complete(db, key, kind);
  if (status === 'pausing') return tryMoveVersion(db, key, { from: ['pausing'], to: 'paused' });
  return tryMoveVersion(db, key, { from: ['cancelling'], to: 'cancelled' }, { finishedAt: NOW });
}

async function complete(db: EntityManager, key: VersionKey, kind: WorkKind): Promise<boolean> {
  const from = ['resetting', 'pausing', 'cancelling'] as const;
  if (!(await tryMoveVersion(db, key, { from, to: 'completed' }, { finishedAt: NOW }))) return false;
  // Never taken up again: nothing settles it any more. An undo never had anything to settle.
  if (kind !== 'undo') await askForRemoval(db, key, 'staged');
  await recordAudit(db, {
    organizationId: key.organizationId,
    actor: { kind: 'system', id: null, name: 'system' },
    ...aboutFile(kind, key.bulkResetId, 'completed'),
    details: {},
  });
  return true;
}

/** Whether any chunk of these phases is not done. */
async function hasOpenChunks(db: EntityManager, key: VersionKey, phases: readonly Phase[]): Promise<boolean> {
  const rows: unknown[] = await db.query(
    `SELECT 1 FROM chunk WHERE organization_id = ? AND bulk_reset_id = ? AND version = ? AND phase IN (?)
     AND state <> 'done' LIMIT 1`,
    [key.organizationId, key.bulkResetId, key.version, phases],
  );
  return rows.length > 0;
}

async function hasRunningChunks(db: EntityManager, key: VersionKey): Promise<boolean> {
  const rows: unknown[] = await db.query(
    `SELECT 1 FROM chunk WHERE organization_id = ? AND bulk_reset_id = ? AND version = ? AND phase = 'reset'
     AND state = 'running' LIMIT 1`,
    [key.organizationId, key.bulkResetId, key.version],
  );
  return rows.length > 0;
}
