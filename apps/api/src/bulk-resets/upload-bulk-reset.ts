import type { BulkResetView, UploadQuery } from '@reset/shared/contracts/bulk-reset';
import { dispatchChunks } from '@reset/shared/queue/dispatch-chunks';
import { type Actor, createBulkReset, getBulkReset, newUpload } from '@reset/shared/stores/bulk-reset.store';
import { showBulkReset } from '@reset/shared/stores/show-bulk-reset';
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
  const { fileName, bytes, sha256, inspection } = await receive({
    key: storageKey,
    encoding: options.encoding,
  });
  const { format, description, rows, blankRows, chunks } = inspection;
  const key = await createBulkReset(deps.dataSource, by.organizationId, by, {
    uuid,
    storageKey,
    fileName: options.fileName ?? fileName,
    bytes,
    sha256,
    format: { ...format, description },
    rows,
    blankRows,
    chunks,
    confirmWhenValid: options.confirm === 'when-valid',
    reason: options.reason ?? null,
  }).catch(async (error: unknown) => {
    await deps.fileStore.remove(storageKey).catch(() => undefined);
    throw error;
  });
  // Redis may be away: the reconciler delivers what MySQL says is due.
  await dispatchChunks(deps, key).catch((error: unknown) =>
    deps.log.warn({ error }, 'chunks not dispatched yet'),
  );
  return showBulkReset(deps.dataSource.manager, await getBulkReset(deps.dataSource.manager, key));
}
