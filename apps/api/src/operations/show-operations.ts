import type { Retention } from '@reset/shared/config/retention';
import { ACTIVE_STATUSES } from '@reset/shared/contracts/bulk-reset-status';
import type { OperationsView } from '@reset/shared/contracts/operations';
import type { ServiceName } from '@reset/shared/contracts/worker';
import type { BulkReset } from '@reset/shared/entities/bulk-reset';
import type { Readiness } from '@reset/shared/health/check-readiness';
import { getBulkReset, getFile, listBulkResetsWith } from '@reset/shared/stores/bulk-reset.store';
import { showBulkReset, showFile } from '@reset/shared/stores/show-bulk-reset';
import { type DirectoryImport, showDirectoryImport } from '@reset/shared/stores/show-directory-import';
import { getUndo, showUndo } from '@reset/shared/stores/undo.store';
import type { EntityManager } from 'typeorm';
import { pausedBy, type WorkFlow, whyWaiting } from './why-waiting';

export type OperationsDeps = {
  db: EntityManager;
  workFlow: () => Promise<WorkFlow>;
  readiness: () => Promise<Readiness<ServiceName | 'redisKeepsJobs'>>;
  retention: Retention;
};

/** As many as a person looks through. */
const LISTED = 20;
const FAILED_WITHIN_MS = 7 * 24 * 3_600_000;

/** Everything that support looks at first, of one moment. */
export async function showOperations(
  { workFlow, readiness, ...deps }: OperationsDeps,
  organizationId: number,
): Promise<OperationsView> {
  const { db } = deps;
  const [{ checks }, flow, moving, failed] = await Promise.all([
    readiness(),
    workFlow(),
    listBulkResetsWith(db, organizationId, [...ACTIVE_STATUSES, 'paused'], {
      order: 'ASC',
      limit: LISTED + 1,
    }),
    listBulkResetsWith(db, organizationId, ['failed'], { order: 'DESC', limit: LISTED }),
  ]);
  return {
    services: (['database', 'redis', 'storage'] as const).map((service) => ({
      service,
      answers: checks[service] === 'ok',
    })),
    workers: [...flow.workers],
    queue: {
      bulkResets: flow.chunks.length,
      chunksQueued: sumOf(flow.chunks, 'queued'),
      chunksInHand: sumOf(flow.chunks, 'running'),
    },
    underWay: await Promise.all(
      moving.slice(0, LISTED).map((bulkReset) => showUnderWay(deps, bulkReset, flow)),
    ),
    more: moving.length > LISTED,
    failed: await Promise.all(failed.filter(isRecent).map((bulkReset) => showFailed(deps, bulkReset))),
  };
}

type ShowDeps = Pick<OperationsDeps, 'db' | 'retention'>;

const sumOf = (chunks: WorkFlow['chunks'], state: 'queued' | 'running'): number =>
  chunks.reduce((sum, one) => sum + one[state], 0);

const isRecent = ({ finishedAt }: BulkReset): boolean =>
  finishedAt !== null && finishedAt.getTime() > Date.now() - FAILED_WITHIN_MS;

async function showUnderWay(
  deps: ShowDeps,
  work: BulkReset,
  flow: WorkFlow,
): Promise<OperationsView['underWay'][number]> {
  const { file, percent, pause, ...about } = await showWork(deps, work);
  const { status, createdByKind, createdByName } = work;
  return {
    ...about,
    status,
    createdAt: work.createdAt.toISOString(),
    createdBy: { kind: createdByKind, name: createdByName },
    percent,
    waiting: whyWaiting({ bulkResetId: work.id, status }, flow) ?? pausedBy({ status, pause }),
    fileName: file.name,
    rows: file.rows,
  };
}

async function showFailed(deps: ShowDeps, work: BulkReset): Promise<OperationsView['failed'][number]> {
  const { kind, id, file, notProcessed } = await showWork(deps, work);
  return {
    kind,
    id,
    fileName: file.name,
    finishedAt: work.finishedAt?.toISOString() ?? '',
    notProcessed,
  };
}

/** The same of every kind of work. `id` is what the page about it is found by. */
async function showWork({ db, retention }: ShowDeps, work: BulkReset) {
  const { organizationId } = work;
  if (work.kind === 'undo') {
    const of = await getUndo(db, { organizationId, bulkResetId: work.id });
    const bulkReset = await getBulkReset(db, { organizationId, bulkResetId: of.bulkResetId });
    const { progress } = await showUndo(db, { work, of }, bulkReset.uuid);
    const file = showFile(await getFile(db, { ...of, bulkResetId: of.bulkResetId }));
    const notProcessed = progress.total - progress.done;
    return {
      kind: work.kind,
      id: bulkReset.uuid,
      file,
      percent: progress.percent,
      pause: null,
      notProcessed,
    };
  }
  const view = isDirectoryImport(work)
    ? { pause: null, ...(await showDirectoryImport(db, work, retention)) }
    : await showBulkReset(db, work, retention);
  const { id, file, progress, pause, counts } = view;
  const percent = progress?.percent ?? null;
  return { kind: work.kind, id, file, percent, pause, notProcessed: counts.notProcessed };
}

const isDirectoryImport = (work: BulkReset): work is DirectoryImport =>
  work.kind !== 'reset' && work.kind !== 'undo';
