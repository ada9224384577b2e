import type { DataSource, EntityManager } from 'typeorm';
import type { BulkResetStatus } from '../contracts/bulk-reset-status';
import { inTransaction } from '../database/in-transaction';
import { BulkReset } from '../entities/bulk-reset';
import { aboutFile, recordAudit } from './audit.store';
import { type Actor, moveBulkReset, NOW } from './bulk-reset.store';
import type { BulkResetKey } from './bulk-reset-key';
import { retryChunks } from './chunk.store';
import { refuseExpired } from './expire-bulk-reset';

export type Control = { by: Actor; reason?: string | undefined };
type Controlled = (dataSource: DataSource, key: BulkResetKey, control: Control) => Promise<void>;

/** Stops after the chunks in hand; the rest waits for a person. @throws AppError `wrong-status` */
export const pauseBulkReset: Controlled = (dataSource, key, control) =>
  move(dataSource, key, control, {
    verb: 'paused',
    reached: ['pausing', 'paused'],
    apply: (db) => moveBulkReset(db, key, { from: ['resetting'], to: 'pausing' }),
  });

/** @throws AppError `wrong-status` where nothing is paused */
export const resumeBulkReset: Controlled = (dataSource, key, control) =>
  move(dataSource, key, control, {
    verb: 'resumed',
    reached: ['resetting'],
    apply: (db) => moveBulkReset(db, key, { from: ['pausing', 'paused'], to: 'resetting' }),
  });

/** What changes no learner stops at once; a running reset is asked to stop and answers when no chunk is running. */
const AT_ONCE = [
  'uploaded',
  'inspecting',
  'validating',
  'settling',
  'needs-fixes',
  'ready',
  'awaiting-approval',
  'scheduled',
  'paused',
] as const;

/** What was reset stays reset. @throws AppError `wrong-status` where there is nothing left to cancel */
export const cancelBulkReset: Controlled = (dataSource, key, control) =>
  move(dataSource, key, control, {
    verb: 'cancelled',
    reached: ['cancelling', 'cancelled'],
    apply: async (db, { status }) => {
      if ((AT_ONCE as readonly BulkResetStatus[]).includes(status))
        await moveBulkReset(db, key, { from: AT_ONCE, to: 'cancelled' }, { finishedAt: NOW });
      else await moveBulkReset(db, key, { from: ['resetting', 'pausing'], to: 'cancelling' });
    },
  });

/**
 * Takes up what is not done, with new attempts: the reset where this version was confirmed, else its validation.
 * @throws AppError `wrong-status` where nothing was stopped, `expired` where what it needs is gone
 */
export const retryBulkReset: Controlled = (dataSource, key, control) =>
  move(dataSource, key, control, {
    verb: 'retried',
    reached: ['validating', 'settling', 'resetting'],
    apply: async (db, current) => {
      refuseExpired(current, ['files', 'details']);
      const confirmed = current.confirmedVersion === current.version;
      const to = confirmed ? 'resetting' : await phaseOfValidation(db, current);
      await moveBulkReset(
        db,
        key,
        { from: ['cancelled', 'failed'], to },
        {
          failure: null,
          finishedAt: null,
          // Whoever cancelled it has taken back a confirmation in advance.
          ...(current.status === 'cancelled' && { confirmWhenValid: false }),
        },
      );
      await retryChunks(
        db,
        { ...key, version: current.version },
        confirmed ? ['reset'] : ['validate', 'settle', 'summarize', 'report'],
      );
    },
  });

/** Once its last chunk is in, a file is not validated again. */
async function phaseOfValidation(
  db: EntityManager,
  { organizationId, id, version }: BulkReset,
): Promise<'validating' | 'settling'> {
  const settling: unknown[] = await db.query(
    `SELECT 1 FROM chunk WHERE organization_id = ? AND bulk_reset_id = ? AND version = ? AND phase = 'settle' LIMIT 1`,
    [organizationId, id, version],
  );
  return settling.length > 0 ? 'settling' : 'validating';
}

type Step = {
  /** A past participle, for the audit. */
  verb: string;
  /** Where there is nothing left to ask for: asked again it is no error and no event. */
  reached: readonly BulkResetStatus[];
  apply: (db: EntityManager, current: BulkReset) => Promise<void>;
};

async function move(
  dataSource: DataSource,
  { organizationId, bulkResetId }: BulkResetKey,
  { by, reason }: Control,
  { verb, reached, apply }: Step,
): Promise<void> {
  await inTransaction(dataSource, async (db) => {
    const current = await db.findOneOrFail(BulkReset, {
      where: { organizationId, id: bulkResetId },
      lock: { mode: 'pessimistic_write' },
    });
    if (reached.includes(current.status)) return;
    await apply(db, current);
    const { kind, status, failure } = current;
    await recordAudit(db, {
      organizationId,
      actor: by,
      ...aboutFile(kind, bulkResetId, verb),
      details: { was: status, ...(failure && { failure }), ...(reason && { reason }) },
    });
  });
}
