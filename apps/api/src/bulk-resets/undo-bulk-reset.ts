import { randomUUID } from 'node:crypto';
import type { LeftPage, LeftQuery, UndoList, UndoRequest, UndoView } from '@reset/shared/contracts/undo';
import { dispatchChunks } from '@reset/shared/queue/dispatch-chunks';
import { findBulkReset } from '@reset/shared/stores/bulk-reset.store';
import { createUndo } from '@reset/shared/stores/create-undo';
import { refuseExpired } from '@reset/shared/stores/expire-bulk-reset';
import { versionKeyOf } from '@reset/shared/stores/show-bulk-reset';
import { findUndo, listLeftPairs, listUndos, showUndo, undoTag } from '@reset/shared/stores/undo.store';
import type { z } from 'zod';
import { fingerprintOf, withIdempotencyKey } from '../idempotency/with-idempotency-key';
import { isActive, tagWith, whyWaiting } from '../operations/why-waiting';
import type { Taken, Uploader } from '../uploads/take-in-file';
import type { BulkResetDeps } from './bulk-reset-deps';
import { findChosen } from './find-chosen';

/** The undo that a path names. */
export type UndoTarget = { organizationId: number; id: string; undoId: string };
export type UndoAsked = { id: string; request: UndoRequest; idempotencyKey: string | undefined };

/**
 * Withdraws a bulk reset, or what it did for chosen learners and courses, from those who have not acknowledged it.
 * @throws AppError `undo-refused`, `unknown-choice`, `expired`
 */
export function askUndo(
  deps: BulkResetDeps,
  by: Uploader,
  { id, request, idempotencyKey: name }: UndoAsked,
): Promise<Taken<UndoView>> {
  const { organizationId } = by;
  const { dataSource, retention } = deps;
  const fingerprint = fingerprintOf('undo', id, request);
  const show = async (undoId: string) => (await look(deps, { organizationId, id, undoId })).view;
  return withIdempotencyKey(deps, { organizationId, name }, async (hold) => {
    if (hold.isRepeat) return { view: await show(hold.createdBefore(fingerprint)), repeated: true };
    const bulkReset = await findBulkReset(dataSource.manager, organizationId, id);
    const uuid = randomUUID();
    const key = await createUndo(dataSource, versionKeyOf(bulkReset), {
      by,
      uuid,
      reason: request.reason,
      chosen: await findChosen(dataSource, organizationId, request),
      days: retention.undo,
      alongside: (db) => hold.keep(db, { fingerprint, resourceUuid: uuid }),
    });
    await dispatchChunks(deps, key).catch((error: unknown) =>
      deps.log.warn({ error }, 'chunks not dispatched yet'),
    );
    return { view: await show(uuid), repeated: false };
  });
}

/** Newest first. */
export async function undosOf(
  { dataSource: { manager } }: BulkResetDeps,
  organizationId: number,
  id: string,
): Promise<UndoList> {
  const bulkReset = await findBulkReset(manager, organizationId, id);
  const undos: UndoList['undos'] = [];
  for (const undo of await listUndos(manager, bulkReset)) {
    const { waiting: _, ...line } = await showUndo(manager, undo, bulkReset.uuid);
    undos.push(line);
  }
  return { undos };
}

/** @param knownTag the ETag that the reader has; where it still holds, only the tag is answered */
export async function showOneUndo(
  deps: BulkResetDeps,
  target: UndoTarget,
  knownTag: string | undefined,
): Promise<{ tag: string; view?: UndoView }> {
  const { tag, view } = await look(deps, target);
  return tag === knownTag ? { tag } : { tag, view };
}

async function look(
  { dataSource: { manager }, workFlow }: BulkResetDeps,
  { organizationId, id, undoId }: UndoTarget,
): Promise<{ tag: string; view: UndoView }> {
  const bulkReset = await findBulkReset(manager, organizationId, id);
  const undo = await findUndo(manager, bulkReset, undoId);
  const { id: bulkResetId, status } = undo.work;
  const waiting = isActive(status) ? whyWaiting({ bulkResetId, status }, await workFlow()) : null;
  const view = await showUndo(manager, undo, bulkReset.uuid);
  return { tag: tagWith(undoTag(undo, view), waiting), view: { ...view, waiting } };
}

/** Who is left, and why. */
export async function leftPairs(
  { dataSource: { manager } }: BulkResetDeps,
  { organizationId, id, undoId }: UndoTarget,
  { cursor, limit }: z.infer<typeof LeftQuery>,
): Promise<LeftPage> {
  const bulkReset = await findBulkReset(manager, organizationId, id);
  const { work } = await findUndo(manager, bulkReset, undoId);
  refuseExpired({ filesExpiredAt: null, detailsExpiredAt: work.detailsExpiredAt }, ['details']);
  const [learnerId = 0, courseId = 0] = cursor?.split('-').map(Number) ?? [];
  return listLeftPairs(manager, versionKeyOf(work), { after: { learnerId, courseId }, limit });
}
