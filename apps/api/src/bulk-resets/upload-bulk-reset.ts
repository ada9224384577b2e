import { randomUUID } from 'node:crypto';
import type { BulkResetView, UploadQuery } from '@reset/shared/contracts/bulk-reset';
import { canBecome } from '@reset/shared/contracts/bulk-reset-status';
import { AppError } from '@reset/shared/errors/app-error';
import { failpoint } from '@reset/shared/failpoints/failpoint';
import { dispatchChunks } from '@reset/shared/queue/dispatch-chunks';
import {
  type Actor,
  createBulkReset,
  findBulkReset,
  getBulkReset,
  type NewFile,
  newUpload,
} from '@reset/shared/stores/bulk-reset.store';
import type { VersionKey } from '@reset/shared/stores/bulk-reset-key';
import { correctBulkReset } from '@reset/shared/stores/correct-bulk-reset';
import { showBulkReset, versionKeyOf } from '@reset/shared/stores/show-bulk-reset';
import type { ReceivedFile } from '../uploads/receive-file';
import type { BulkResetDeps } from './bulk-reset-deps';

export type Uploader = Actor & { organizationId: number };
/** Streams the file of a request into storage, under the key that is ours. */
export type ReceiveFile = (at: {
  key: string;
  encoding: 'windows-1252' | undefined;
}) => Promise<ReceivedFile>;

/**
 * Takes a file in and starts its validation. When this answers, the bytes are durable and the bulk reset is committed;
 * what is refused leaves nothing behind.
 */
export async function uploadBulkReset(
  deps: BulkResetDeps,
  by: Uploader,
  options: UploadQuery,
  receive: ReceiveFile,
): Promise<BulkResetView> {
  const { uuid, storageKey } = newUpload(by.organizationId);
  const received = await receive({ key: storageKey, encoding: options.encoding });
  return validate(deps, storageKey, () =>
    createBulkReset(deps.dataSource, by.organizationId, by, {
      ...newFile(received, storageKey, options),
      uuid,
      confirmWhenValid: options.confirm === 'when-valid',
      reason: options.reason ?? null,
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
  id: string,
  options: UploadQuery,
  receive: ReceiveFile,
): Promise<BulkResetView> {
  const current = await findBulkReset(deps.dataSource.manager, by.organizationId, id);
  // Told before gigabytes arrive; what decides is the move itself.
  if (current.status === 'uploaded' || !canBecome(current.status, 'validating'))
    throw new AppError('wrong-status', { id, wanted: 'validating' });
  const storageKey = `${by.organizationId}/bulk-resets/${current.uuid}/${randomUUID()}/upload.csv`;
  const received = await receive({ key: storageKey, encoding: options.encoding });
  return validate(deps, storageKey, () =>
    correctBulkReset(deps.dataSource, versionKeyOf(current), by, newFile(received, storageKey, options)),
  );
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

/** Commits what was received and starts its validation; a file that no bulk reset has is removed again. */
async function validate(
  deps: BulkResetDeps,
  storageKey: string,
  commit: () => Promise<VersionKey>,
): Promise<BulkResetView> {
  await failpoint('upload:stored');
  const key = await commit().catch(async (error: unknown) => {
    await deps.fileStore.remove(storageKey).catch(() => undefined);
    throw error;
  });
  await failpoint('upload:committed');
  // Redis may be away: the reconciler delivers what MySQL says is due.
  await dispatchChunks(deps, key).catch((error: unknown) =>
    deps.log.warn({ error }, 'chunks not dispatched yet'),
  );
  await failpoint('upload:dispatched');
  return showBulkReset(deps.dataSource.manager, await getBulkReset(deps.dataSource.manager, key));
}
