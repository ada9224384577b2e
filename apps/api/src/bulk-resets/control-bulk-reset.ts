import type { BulkResetView, Confirmation } from '@reset/shared/contracts/bulk-reset';
import { moveOn } from '@reset/shared/queue/dispatch-chunks';
import { findBulkReset, getBulkReset } from '@reset/shared/stores/bulk-reset.store';
import type { VersionKey } from '@reset/shared/stores/bulk-reset-key';
import { cancelBulkReset, confirmBulkReset } from '@reset/shared/stores/confirm-bulk-reset';
import { showBulkReset, versionKeyOf } from '@reset/shared/stores/show-bulk-reset';
import type { BulkResetDeps } from './bulk-reset-deps';
import type { Uploader } from './upload-bulk-reset';

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

/** Stops what is going on; what was reset stays reset. */
export async function cancel(deps: BulkResetDeps, by: Uploader, id: string): Promise<BulkResetView> {
  const key = await find(deps, by, id);
  await cancelBulkReset(deps.dataSource, key, by);
  return goOn(deps, key);
}

const find = async (
  { dataSource }: BulkResetDeps,
  { organizationId }: Uploader,
  id: string,
): Promise<VersionKey> => versionKeyOf(await findBulkReset(dataSource.manager, organizationId, id));

async function goOn(deps: BulkResetDeps, key: VersionKey): Promise<BulkResetView> {
  await moveOn(deps, key).catch((error: unknown) => deps.log.warn({ error }, 'chunks not dispatched yet'));
  return showBulkReset(deps.dataSource.manager, await getBulkReset(deps.dataSource.manager, key));
}
