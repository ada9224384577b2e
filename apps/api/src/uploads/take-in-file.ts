import { isConnectionLost } from '@reset/shared/database/in-transaction';
import { failpoint } from '@reset/shared/failpoints/failpoint';
import { dispatchChunks } from '@reset/shared/queue/dispatch-chunks';
import type { Actor, Alongside, NewFile } from '@reset/shared/stores/bulk-reset.store';
import type { VersionKey } from '@reset/shared/stores/bulk-reset-key';
import {
  claimFile,
  forgetUnclaimedFile,
  noteUnclaimedFile,
  type UnclaimedFile,
} from '@reset/shared/stores/unclaimed-file.store';
import type { BulkResetDeps } from '../bulk-resets/bulk-reset-deps';
import { fingerprintOf, withIdempotencyKey } from '../idempotency/with-idempotency-key';
import type { ReceivedFile } from './receive-file';
import type { UploadTarget } from './receive-upload';

export type Uploader = Actor & { organizationId: number };
/** The file of a request that is on its way. */
export type IncomingFile = {
  /** Streams it into storage, under the key that is ours. @param at.discard reads it and keeps nothing */
  receive(at: UploadTarget): Promise<ReceivedFile>;
  /** Asked once it has come, which may take hours. @throws AppError where the caller may no longer do this */
  refuseRevoked(): Promise<void>;
};
/** `repeated` where a request with the same key had done it before. */
export type Taken<View> = { view: View; repeated: boolean };

export type Asked<View> = {
  by: Uploader;
  idempotencyKey: string | undefined;
  /** Everything that was asked for, but the file. */
  intent: readonly unknown[];
  storageKey: string;
  /** Of what the file becomes. */
  uuid: string;
  /** What is answered: what the file has become. */
  show: (uuid: string) => Promise<View>;
};
type Incoming = {
  file: IncomingFile;
  how: Pick<UploadTarget, 'encoding' | 'header'>;
  refuseEarly?: () => void;
};

/**
 * Takes a file in and starts its validation. When this answers, the bytes are durable and what `commit` writes is
 * committed; what is refused leaves nothing behind. The same key with the same file is answered with what it became.
 */
export function takeIn<View>(
  deps: BulkResetDeps,
  { by, idempotencyKey, intent, storageKey, uuid, show }: Asked<View>,
  { file, how, refuseEarly }: Incoming,
  commit: (received: ReceivedFile, alongside: Alongside) => Promise<VersionKey>,
): Promise<Taken<View>> {
  const { organizationId } = by;
  return withIdempotencyKey(deps, { organizationId, name: idempotencyKey }, async (hold) => {
    const receive = (discard: boolean) => file.receive({ key: storageKey, ...how, discard });
    if (hold.isRepeat) {
      const created = hold.createdBefore(fingerprintOf(...intent, (await receive(true)).sha256));
      await file.refuseRevoked();
      return { view: await show(created), repeated: true };
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
    return { view: await show(uuid), repeated: false };
  });
}

/** What the pass over it found, and how it is called. */
export function newFile(
  { fileName, bytes, sha256, inspection }: ReceivedFile,
  storageKey: string,
  options: { fileName?: string | undefined },
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
