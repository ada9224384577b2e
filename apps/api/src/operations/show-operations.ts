import type { Retention } from '@reset/shared/config/retention';
import type { OperationsView } from '@reset/shared/contracts/operations';
import type { ServiceName } from '@reset/shared/contracts/worker';
import type { BulkReset } from '@reset/shared/entities/bulk-reset';
import type { Readiness } from '@reset/shared/health/check-readiness';
import { listBulkResetsWith } from '@reset/shared/stores/bulk-reset.store';
import { showBulkReset } from '@reset/shared/stores/show-bulk-reset';
import type { EntityManager } from 'typeorm';
import { MOVING_STATUSES, pausedBy, type WorkFlow, whyWaiting } from './why-waiting';

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
    listBulkResetsWith(db, organizationId, [...MOVING_STATUSES, 'paused'], {
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
  { db, retention }: ShowDeps,
  bulkReset: BulkReset,
  flow: WorkFlow,
): Promise<OperationsView['underWay'][number]> {
  const view = await showBulkReset(db, bulkReset, retention);
  const { id, status, createdAt, createdBy, progress, file } = view;
  const waiting = whyWaiting({ bulkResetId: bulkReset.id, status }, flow) ?? pausedBy(view);
  return { id, status, createdAt, createdBy, progress, waiting, fileName: file.name, rows: file.rows };
}

async function showFailed(
  { db, retention }: ShowDeps,
  bulkReset: BulkReset,
): Promise<OperationsView['failed'][number]> {
  const { id, file, finishedAt, counts } = await showBulkReset(db, bulkReset, retention);
  return { id, fileName: file.name, finishedAt: finishedAt ?? '', notProcessed: counts.notProcessed };
}
