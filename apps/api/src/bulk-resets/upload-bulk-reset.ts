import { randomUUID } from 'node:crypto';
import type { BulkResetView, UploadQuery } from '@reset/shared/contracts/bulk-reset';
import { canBecome } from '@reset/shared/contracts/bulk-reset-status';
import { isConnectionLost } from '@reset/shared/database/in-transaction';
import { AppError } from '@reset/shared/errors/app-error';
import { failpoint } from '@reset/shared/failpoints/failpoint';
import { dispatchChunks } from '@reset/shared/queue/dispatch-chunks';
import {
  type Actor,
  type Alongside,
  createBulkReset,
  findBulkReset,
  type NewFile,
  newUpload,
} from '@reset/shared/stores/bulk-reset.store';
import type { VersionKey } from '@reset/shared/stores/bulk-reset-key';
import { correctBulkReset } from '@reset/shared/stores/correct-bulk-reset';
import { showBulkReset, versionKeyOf } from '@reset/shared/stores/show-bulk-reset';
import {
  claimFile,
  forgetUnclaimedFile,
  noteUnclaimedFile,
  type UnclaimedFile,
} from '@reset/shared/stores/unclaimed-file.store';
import { fingerprintOf, withIdempotencyKey } from '../idempotency/with-idempotency-key';
import type { ReceivedFile } from '../uploads/receive-file';
import type { UploadTarget } from '../uploads/receive-upload';
import type { BulkResetDeps } from './bulk-reset-deps';

export type Uploader = Actor & { organizationId: number };
/** The file of a request that is on its way. */
export type IncomingFile = {
  /** Streams it into storage, under the key that is ours. @param at.discard reads it and keeps nothing */
  receive(at: UploadTarget): Promise<ReceivedFile>;
  /** Asked once it has come, which may take hours. @throws AppError where the caller may no longer do this */
  refuseRevoked(): Promise<void>;
};
export type UploadOptions = { options: UploadQuery; idempotencyKey: string | undefined };
/** `repeated` where a request with the same key had done it before. */
export type Accepted = { view: BulkResetView; repeated: boolean };

/**
 * Takes a file in and starts its validation. When this answers, the bytes are durable and the bulk reset is committed;
 * what is refused leaves nothing behind. The same key with the same file is the same bulk reset.
 */
export function uploadBulkReset(
  deps: BulkResetDeps,
  by: Uploader,
  { options, idempotencyKey }: UploadOptions,
  file: IncomingFile,
): Promise<Accepted> {
  const { uuid, storageKey } = newUpload(by.organizationId);
  const asked = { by, idempotencyKey, intent: ['upload', options], storageKey, uuid };
  return takeIn(deps, asked, { file, encoding: options.encoding }, (received, alongside) =>
    createBulkReset(deps.dataSource, by.organizationId, by, {
      ...newFile(received, storageKey, options),
      uuid,
      confirmWhenValid: options.confirm === 'when-valid',
      reason: options.reason ?? null,
      alongside,
    }),
  );
}

/**
 * Takes in a corrected version of the file: another validation, another summary. Until it is here, nothing changes.
 * @throws AppError `wrong-status` where the reset has been confirmed or the last version is still being validated
 */
export async function correctFile(
  deps: BulkResetDeps,
  by: Uploader,
  { id, options, idempotencyKey }: UploadOptions & { id: string },
  file: IncomingFile,
): Promise<Accepted> {
  const current = await findBulkReset(deps.dataSource.manager, by.organizationId, id);
  const storageKey = `${by.organizationId}/bulk-resets/${current.uuid}/${randomUUID()}/upload.csv`;
  const asked = { by, idempotencyKey, intent: ['correct', id, options], storageKey, uuid: current.uuid };
  // Told before gigabytes arrive; what decides is the move itself.
  const refuseEarly = () => {
    if (current.status === 'uploaded' || !canBecome(current.status, 'validating'))
      throw new AppError('wrong-status', { id, wanted: 'validating' });
  };
  return takeIn(deps, asked, { file, encoding: options.encoding, refuseEarly }, (received, alongside) =>
    correctBulkReset(deps.dataSource, versionKeyOf(current), by, {
      ...newFile(received, storageKey, options),
      alongside,
    }),
  );
}

type Asked = {
  by: Uploader;
  idempotencyKey: string | undefined;
  /** Everything that was asked for, but the file. */
  intent: readonly unknown[];
  storageKey: string;
  /** Of the bulk reset. */
  uuid: string;
};
type Incoming = { file: IncomingFile; encoding: 'windows-1252' | undefined; refuseEarly?: () => void };

function takeIn(
  deps: BulkResetDeps,
  { by, idempotencyKey, intent, storageKey, uuid }: Asked,
  { file, encoding, refuseEarly }: Incoming,
  commit: (received: ReceivedFile, alongside: Alongside) => Promise<VersionKey>,
): Promise<Accepted> {
  const { organizationId } = by;
  return withIdempotencyKey(deps, { organizationId, name: idempotencyKey }, async (hold) => {
    const receive = (discard: boolean) => file.receive({ key: storageKey, encoding, discard });
    if (hold.isRepeat) {
      const created = hold.createdBefore(fingerprintOf(...intent, (await receive(true)).sha256));
      await file.refuseRevoked();
      return { view: await show(deps, organizationId, created), repeated: true };
    }
    refuseEarly?.();
    const key = await removeUnlessClaimed(deps, { organizationId, storageKey }, async (claim) => {
      const received = await receive(false);
      await failpoint('upload:stored');
      await file.refuseRevoked();
      const fingerprint = fingerprintOf(...intent, received.sha256);
      return commit(received, async (db) => {
        await claim(db);
        await hold.keep(db, { fingerprint, resourceUuid: uuid });
      });
    });
    await failpoint('upload:committed');
    await dispatchSoon(deps, key);
    await failpoint('upload:dispatched');
    return { view: await show(deps, organizationId, uuid), repeated: false };
  });
}

function newFile(
  { fileName, bytes, sha256, inspection }: ReceivedFile,
  storageKey: string,
  options: UploadQuery,
): NewFile {
  const { format, description, rows, blankRows, chunks } = inspection;
  return {
    storageKey,
    fileName: options.fileName ?? fileName,
    bytes,
    sha256,
    format: { ...format, description },
    rows,
    blankRows,
    chunks,
  };
}

/**
 * Written down before it comes, a file that no bulk reset claims is removed: at once, or by upkeep where this process dies
 * or cannot do it.
 * @param work gets what claims the file, for the transaction that keeps it
 */
async function removeUnlessClaimed(
  { dataSource, fileStore }: BulkResetDeps,
  file: UnclaimedFile,
  work: (claim: Alongside) => Promise<VersionKey>,
): Promise<VersionKey> {
  const db = dataSource.manager;
  await noteUnclaimedFile(db, file);
  try {
    return await work((transaction) => claimFile(transaction, file));
  } catch (error) {
    // Where the connection is gone, the bulk reset may have been committed all the same: upkeep sees to its file.
    if (!isConnectionLost(error))
      await fileStore
        .remove(file.storageKey)
        .then(() => forgetUnclaimedFile(db, file))
        .catch(() => undefined);
    throw error;
  }
}

/** Redis may be away: the reconciler delivers what MySQL says is due. */
async function dispatchSoon(deps: BulkResetDeps, key: VersionKey): Promise<void> {
  await dispatchChunks(deps, key).catch((error: unknown) =>
    deps.log.warn({ error }, 'chunks not dispatched yet'),
  );
}

async function show(
  { dataSource: { manager }, retention }: BulkResetDeps,
  organizationId: number,
  uuid: string,
): Promise<BulkResetView> {
  return showBulkReset(manager, await findBulkReset(manager, organizationId, uuid), retention);
}
