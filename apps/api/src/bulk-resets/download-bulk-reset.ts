import path from 'node:path';
import { Readable } from 'node:stream';
import type { Encoding } from '@reset/shared/contracts/csv-columns';
import type { BulkResetFile } from '@reset/shared/entities/bulk-reset';
import { AppError } from '@reset/shared/errors/app-error';
import { streamNotProcessed, streamOutcome } from '@reset/shared/report/stream-outcome';
import { streamReport } from '@reset/shared/report/stream-report';
import { findBulkReset, getFile } from '@reset/shared/stores/bulk-reset.store';
import type { VersionKey } from '@reset/shared/stores/bulk-reset-key';
import { type Expiring, refuseExpired } from '@reset/shared/stores/expire-bulk-reset';
import { versionKeyOf } from '@reset/shared/stores/show-bulk-reset';
import type { Download } from '../http/send-download';
import type { BulkResetDeps } from './bulk-reset-deps';

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

/** A file that was uploaded, and which version of what it is. */
export type FoundFile = { key: VersionKey; file: BulkResetFile };

export function reportOf(
  deps: Pick<BulkResetDeps, 'dataSource' | 'fileStore'>,
  { key, file }: FoundFile,
  rows: 'all' | 'errors',
): Download {
  if (file.reportKey === null) throw new AppError('no-report', {});
  const body =
    rows === 'all'
      ? deps.fileStore.read(file.reportKey)
      : Readable.from(streamReport(deps, key, file, { onlyErrors: true }), { objectMode: false });
  return {
    fileName: nameOf(file, rows === 'all' ? 'report' : 'errors'),
    charset: file.format.encoding,
    body,
  };
}

/** What was done with each row, as far as it has been done; or the rows that were not processed, to upload again. */
export async function outcome(
  deps: BulkResetDeps,
  organizationId: number,
  id: string,
  rows: 'all' | 'not-processed',
): Promise<Download> {
  const { key, file } = await find(deps, organizationId, id, ['files', 'details']);
  const [what, stream] =
    rows === 'all' ? (['outcome', streamOutcome] as const) : ([rows, streamNotProcessed] as const);
  return { fileName: nameOf(file, what), charset: 'utf-8', body: stream(deps, key, file) };
}

/** What was uploaded, byte for byte. */
export async function uploadedFile(
  deps: BulkResetDeps,
  organizationId: number,
  id: string,
): Promise<Download> {
  return uploadOf(deps, await find(deps, organizationId, id, ['files']));
}

export function uploadOf({ fileStore }: Pick<BulkResetDeps, 'fileStore'>, { file }: FoundFile): Download {
  const charset: Encoding = file.format.encoding;
  return { fileName: file.name, charset, body: fileStore.read(file.storageKey) };
}

async function find(
  { dataSource }: BulkResetDeps,
  organizationId: number,
  id: string,
  needed: readonly Expiring[],
): Promise<FoundFile> {
  const bulkReset = await findBulkReset(dataSource.manager, organizationId, id);
  refuseExpired(bulkReset, needed);
  const key = versionKeyOf(bulkReset);
  return { key, file: await getFile(dataSource.manager, key) };
}

/** `resets.csv` becomes `resets-report.csv`. */
export const nameOf = ({ name }: BulkResetFile, what: string) => `${path.parse(name).name}-${what}.csv`;
