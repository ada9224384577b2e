import type {
  BulkResetPage,
  BulkResetView,
  ListQuery,
  ProblemPage,
  ProblemsQuery,
} from '@reset/shared/contracts/bulk-reset';
import { findBulkReset, listBulkResets } from '@reset/shared/stores/bulk-reset.store';
import { refuseExpired } from '@reset/shared/stores/expire-bulk-reset';
import { listProblems } from '@reset/shared/stores/problem.store';
import { showBulkReset, tagFor, tagOf, versionKeyOf } from '@reset/shared/stores/show-bulk-reset';
import type { z } from 'zod';
import { isActive, pausedBy, tagWith, whyWaiting } from '../operations/why-waiting';
import type { BulkResetDeps } from './bulk-reset-deps';

/**
 * One bulk reset with how far it is.
 * @param knownTag the ETag that the reader has; where it still holds, only the tag is answered
 */
export async function show(
  { dataSource, workFlow, retention }: BulkResetDeps,
  organizationId: number,
  id: string,
  knownTag: string | undefined,
): Promise<{ tag: string; view?: BulkResetView }> {
  const bulkReset = await findBulkReset(dataSource.manager, organizationId, id);
  const reason = isActive(bulkReset.status)
    ? whyWaiting({ bulkResetId: bulkReset.id, status: bulkReset.status }, await workFlow())
    : null;
  if (knownTag !== undefined) {
    const tag = tagWith(await tagOf(dataSource.manager, bulkReset), reason);
    if (tag === knownTag) return { tag };
  }
  const view = await showBulkReset(dataSource.manager, bulkReset, retention);
  const tag = tagWith(tagFor(bulkReset, view.progress), reason);
  return { tag, view: { ...view, waiting: reason ?? pausedBy(view) } };
}

export async function list(
  { dataSource, retention }: BulkResetDeps,
  organizationId: number,
  { status, cursor, limit }: z.infer<typeof ListQuery>,
): Promise<BulkResetPage> {
  const before = cursor === undefined ? undefined : Number(cursor);
  const found = await listBulkResets(dataSource.manager, organizationId, {
    status,
    before,
    limit: limit + 1,
  });
  const page = found.slice(0, limit);
  const bulkResets: BulkResetPage['bulkResets'] = [];
  for (const bulkReset of page) {
    const {
      problems: _,
      progress: __,
      waiting: ___,
      ...line
    } = await showBulkReset(dataSource.manager, bulkReset, retention);
    bulkResets.push(line);
  }
  return { bulkResets, nextCursor: found.length > limit ? String(page.at(-1)?.id) : null };
}

export async function problems(
  { dataSource }: BulkResetDeps,
  organizationId: number,
  id: string,
  filter: z.infer<typeof ProblemsQuery>,
): Promise<ProblemPage> {
  const bulkReset = await findBulkReset(dataSource.manager, organizationId, id);
  refuseExpired(bulkReset, ['details']);
  return listProblems(dataSource.manager, versionKeyOf(bulkReset), filter);
}
