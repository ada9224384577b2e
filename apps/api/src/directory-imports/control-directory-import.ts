import type { ControlRequest } from '@reset/shared/contracts/bulk-reset';
import type { DirectoryConfirmation, DirectoryImportView } from '@reset/shared/contracts/directory-import';
import { moveOn } from '@reset/shared/queue/dispatch-chunks';
import { findDirectoryImport } from '@reset/shared/stores/bulk-reset.store';
import type { VersionKey } from '@reset/shared/stores/bulk-reset-key';
import { confirmBulkReset } from '@reset/shared/stores/confirm-bulk-reset';
import {
  cancelBulkReset,
  pauseBulkReset,
  resumeBulkReset,
  retryBulkReset,
} from '@reset/shared/stores/control-bulk-reset';
import { versionKeyOf } from '@reset/shared/stores/show-bulk-reset';
import type { BulkResetDeps } from '../bulk-resets/bulk-reset-deps';
import type { Uploader } from '../uploads/take-in-file';
import { showOne } from './upload-directory-import';

/** Confirms the summary that the person saw; the file is applied at once. */
export async function confirm(
  deps: BulkResetDeps,
  by: Uploader,
  id: string,
  { summaryVersion, reason }: DirectoryConfirmation,
): Promise<DirectoryImportView> {
  const key = await find(deps, by, id);
  await confirmBulkReset(deps.dataSource, key, { by, reason, summaryVersion });
  return goOn(deps, by, id, key);
}

const control =
  (act: typeof pauseBulkReset) =>
  async (
    deps: BulkResetDeps,
    by: Uploader,
    id: string,
    { reason }: ControlRequest,
  ): Promise<DirectoryImportView> => {
    const key = await find(deps, by, id);
    await act(deps.dataSource, key, { by, reason });
    return goOn(deps, by, id, key);
  };

/** Each is done once however often it is asked for, and answers with what is there then. */
export const pause = control(pauseBulkReset);
export const resume = control(resumeBulkReset);
export const cancel = control(cancelBulkReset);
export const retry = control(retryBulkReset);

const find = async (
  { dataSource }: BulkResetDeps,
  { organizationId }: Uploader,
  id: string,
): Promise<VersionKey> => versionKeyOf(await findDirectoryImport(dataSource.manager, organizationId, id));

async function goOn(
  deps: BulkResetDeps,
  { organizationId }: Uploader,
  id: string,
  key: VersionKey,
): Promise<DirectoryImportView> {
  await moveOn(deps, key).catch((error: unknown) => deps.log.warn({ error }, 'chunks not dispatched yet'));
  return showOne(deps, organizationId, id);
}
