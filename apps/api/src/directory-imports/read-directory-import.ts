import { DIRECTORY_KINDS } from '@reset/shared/contracts/directory-columns';
import {
  type DirectoryImportPage,
  type DirectoryImportView,
  type DirectoryListQuery,
  type DirectoryProblemPage,
  type DirectoryProblemsQuery,
  type DirectoryProblemView,
  statusOfImport,
} from '@reset/shared/contracts/directory-import';
import { findDirectoryImport, listBulkResets } from '@reset/shared/stores/bulk-reset.store';
import { refuseExpired } from '@reset/shared/stores/expire-bulk-reset';
import { listProblems } from '@reset/shared/stores/problem.store';
import { tagOf, versionKeyOf } from '@reset/shared/stores/show-bulk-reset';
import { type DirectoryImport, showDirectoryImport } from '@reset/shared/stores/show-directory-import';
import type { z } from 'zod';
import type { BulkResetDeps } from '../bulk-resets/bulk-reset-deps';
import { isActive, tagWith, whyWaiting } from '../operations/why-waiting';

/**
 * One import with how far it is.
 * @param knownTag the ETag that the reader has; where it still holds, only the tag is answered
 */
export async function show(
  { dataSource, workFlow, retention }: BulkResetDeps,
  organizationId: number,
  id: string,
  knownTag: string | undefined,
): Promise<{ tag: string; view?: DirectoryImportView }> {
  const found = await findDirectoryImport(dataSource.manager, organizationId, id);
  const waiting = isActive(found.status)
    ? whyWaiting({ bulkResetId: found.id, status: found.status }, await workFlow())
    : null;
  const tag = tagWith(await tagOf(dataSource.manager, found), waiting);
  if (tag === knownTag) return { tag };
  return { tag, view: { ...(await showDirectoryImport(dataSource.manager, found, retention)), waiting } };
}

export async function list(
  { dataSource: { manager }, retention }: BulkResetDeps,
  organizationId: number,
  { kind, status, cursor, limit }: z.infer<typeof DirectoryListQuery>,
): Promise<DirectoryImportPage> {
  const found = await listBulkResets(manager, organizationId, {
    kinds: kind ? [kind] : DIRECTORY_KINDS,
    status: status && statusOfImport(status),
    before: cursor === undefined ? undefined : Number(cursor),
    limit: limit + 1,
  });
  const page = found.slice(0, limit);
  const directoryImports: DirectoryImportPage['directoryImports'] = [];
  for (const one of page) {
    const view = await showDirectoryImport(manager, one as DirectoryImport, retention);
    const { problems: _, progress: __, waiting: ___, ...line } = view;
    directoryImports.push(line);
  }
  return { directoryImports, nextCursor: found.length > limit ? String(page.at(-1)?.id) : null };
}

export async function problems(
  { dataSource: { manager } }: BulkResetDeps,
  organizationId: number,
  id: string,
  filter: z.infer<typeof DirectoryProblemsQuery>,
): Promise<DirectoryProblemPage> {
  const found = await findDirectoryImport(manager, organizationId, id);
  refuseExpired(found, ['details']);
  return listProblems<DirectoryProblemView>(manager, versionKeyOf(found), filter);
}
