import type { BulkResetView, Confirmation, ControlRequest } from '@reset/shared/contracts/bulk-reset';
import { moveOn } from '@reset/shared/queue/dispatch-chunks';
import { findBulkReset, getBulkReset } from '@reset/shared/stores/bulk-reset.store';
import type { VersionKey } from '@reset/shared/stores/bulk-reset-key';
import { confirmBulkReset } from '@reset/shared/stores/confirm-bulk-reset';
import {
  cancelBulkReset,
  pauseBulkReset,
  resumeBulkReset,
  retryBulkReset,
} from '@reset/shared/stores/control-bulk-reset';
import { showBulkReset, versionKeyOf } from '@reset/shared/stores/show-bulk-reset';
import type { Uploader } from '../uploads/take-in-file';
import type { BulkResetDeps } from './bulk-reset-deps';

/** Confirms the summary that the person saw; the reset starts at once. */
export async function confirm(
  deps: BulkResetDeps,
  by: Uploader,
  id: string,
  { summaryVersion, reason }: Confirmation,
): Promise<BulkResetView> {
  const key = await find(deps, by, id);
  await confirmBulkReset(deps.dataSource, key, { by, reason, summaryVersion });
  return goOn(deps, key);
}

type ControlAction = (
  deps: BulkResetDeps,
  by: Uploader,
  id: string,
  request: ControlRequest,
) => Promise<BulkResetView>;

const control =
  (act: typeof pauseBulkReset): ControlAction =>
  async (deps, by, id, { reason }) => {
    const key = await find(deps, by, id);
    await act(deps.dataSource, key, { by, reason });
    return goOn(deps, key);
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
): Promise<VersionKey> => versionKeyOf(await findBulkReset(dataSource.manager, organizationId, id));

async function goOn(deps: BulkResetDeps, key: VersionKey): Promise<BulkResetView> {
  await moveOn(deps, key).catch((error: unknown) => deps.log.warn({ error }, 'chunks not dispatched yet'));
  const db = deps.dataSource.manager;
  return showBulkReset(db, await getBulkReset(db, key), deps.retention);
}
