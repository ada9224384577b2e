import type { DirectoryImportView, DirectoryUploadQuery } from '@reset/shared/contracts/directory-import';
import { directoryHeader } from '@reset/shared/csv/directory-header';
import { createBulkReset, findDirectoryImport, newUpload } from '@reset/shared/stores/bulk-reset.store';
import { showDirectoryImport } from '@reset/shared/stores/show-directory-import';
import type { BulkResetDeps } from '../bulk-resets/bulk-reset-deps';
import { type IncomingFile, newFile, type Taken, takeIn, type Uploader } from '../uploads/take-in-file';

export type DirectoryUpload = { options: DirectoryUploadQuery; idempotencyKey: string | undefined };

/** Takes in a file of learners and the like, and starts its validation. */
export function uploadDirectoryImport(
  deps: BulkResetDeps,
  by: Uploader,
  { options, idempotencyKey }: DirectoryUpload,
  file: IncomingFile,
): Promise<Taken<DirectoryImportView>> {
  const { organizationId } = by;
  const { uuid, storageKey } = newUpload(organizationId);
  const show = (id: string) => showOne(deps, organizationId, id);
  const asked = { by, idempotencyKey, intent: ['directory', options], storageKey, uuid, show };
  const how = { encoding: options.encoding, header: directoryHeader(options.kind) };
  return takeIn(deps, asked, { file, how }, (received, alongside) =>
    createBulkReset(deps.dataSource, organizationId, by, {
      ...newFile(received, storageKey, options),
      kind: options.kind,
      uuid,
      confirmWhenValid: options.confirm === 'when-valid',
      reason: options.reason ?? null,
      alongside,
    }),
  );
}

export const showOne = async (
  { dataSource: { manager }, retention }: BulkResetDeps,
  organizationId: number,
  id: string,
): Promise<DirectoryImportView> =>
  showDirectoryImport(manager, await findDirectoryImport(manager, organizationId, id), retention);
