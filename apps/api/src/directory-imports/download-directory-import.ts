import { streamDirectoryOutcome } from '@reset/shared/report/stream-directory-outcome';
import { findDirectoryImport, getFile } from '@reset/shared/stores/bulk-reset.store';
import { type Expiring, refuseExpired } from '@reset/shared/stores/expire-bulk-reset';
import { versionKeyOf } from '@reset/shared/stores/show-bulk-reset';
import type { BulkResetDeps } from '../bulk-resets/bulk-reset-deps';
import { type FoundFile, nameOf, reportOf, uploadOf } from '../bulk-resets/download-bulk-reset';
import type { Download } from '../http/send-download';

/** The uploaded bytes with an `Error` column; all rows as it was published, or made anew with the failing ones alone. */
export async function report(
  deps: BulkResetDeps,
  organizationId: number,
  id: string,
  rows: 'all' | 'errors',
): Promise<Download> {
  const needed: readonly Expiring[] = rows === 'all' ? ['files'] : ['files', 'details'];
  return reportOf(deps, await find(deps, organizationId, id, needed), rows);
}

/** What was done with each row, as far as it has been done. */
export async function outcome(deps: BulkResetDeps, organizationId: number, id: string): Promise<Download> {
  const { key, file } = await find(deps, organizationId, id, ['files', 'details']);
  const body = streamDirectoryOutcome(deps, key, file);
  return { fileName: nameOf(file, 'outcome'), charset: 'utf-8', body };
}

/** What was uploaded, byte for byte. */
export const uploadedFile = async (
  deps: BulkResetDeps,
  organizationId: number,
  id: string,
): Promise<Download> => uploadOf(deps, await find(deps, organizationId, id, ['files']));

async function find(
  { dataSource: { manager } }: BulkResetDeps,
  organizationId: number,
  id: string,
  needed: readonly Expiring[],
): Promise<FoundFile> {
  const found = await findDirectoryImport(manager, organizationId, id);
  refuseExpired(found, needed);
  const key = versionKeyOf(found);
  return { key, file: await getFile(manager, key) };
}
