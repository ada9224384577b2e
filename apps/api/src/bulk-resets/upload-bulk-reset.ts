import { randomUUID } from 'node:crypto';
import type { BulkResetView, UploadQuery } from '@reset/shared/contracts/bulk-reset';
import { canBecome } from '@reset/shared/contracts/bulk-reset-status';
import { AppError } from '@reset/shared/errors/app-error';
import { createBulkReset, findBulkReset, newUpload } from '@reset/shared/stores/bulk-reset.store';
import { correctBulkReset } from '@reset/shared/stores/correct-bulk-reset';
import { showBulkReset, versionKeyOf } from '@reset/shared/stores/show-bulk-reset';
import { type IncomingFile, newFile, type Taken, takeIn, type Uploader } from '../uploads/take-in-file';
import type { BulkResetDeps } from './bulk-reset-deps';

export type UploadOptions = { options: UploadQuery; idempotencyKey: string | undefined };
export type Accepted = Taken<BulkResetView>;

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
  const asked = { by, idempotencyKey, intent: ['upload', options], storageKey, uuid, show: showOf(deps, by) };
  return takeIn(deps, asked, { file, how: { encoding: options.encoding } }, (received, alongside) =>
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
  const asked = {
    by,
    idempotencyKey,
    intent: ['correct', id, options],
    storageKey,
    uuid: current.uuid,
    show: showOf(deps, by),
  };
  // Told before gigabytes arrive; what decides is the move itself.
  const refuseEarly = () => {
    if (current.status === 'uploaded' || !canBecome(current.status, 'validating'))
      throw new AppError('wrong-status', { id, wanted: 'validating' });
  };
  return takeIn(
    deps,
    asked,
    { file, how: { encoding: options.encoding }, refuseEarly },
    (received, alongside) =>
      correctBulkReset(deps.dataSource, versionKeyOf(current), by, {
        ...newFile(received, storageKey, options),
        alongside,
      }),
  );
}

const showOf =
  ({ dataSource: { manager }, retention }: BulkResetDeps, { organizationId }: Uploader) =>
  async (uuid: string): Promise<BulkResetView> =>
    showBulkReset(manager, await findBulkReset(manager, organizationId, uuid), retention);
