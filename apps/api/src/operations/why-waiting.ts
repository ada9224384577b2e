import type { BulkResetView } from '@reset/shared/contracts/bulk-reset';
import { ACTIVE_STATUSES, type BulkResetStatus } from '@reset/shared/contracts/bulk-reset-status';
import { type Waiting, waiting } from '@reset/shared/contracts/waiting';
import type { ServiceName, WorkerView } from '@reset/shared/contracts/worker';
import type { ChunksUnderWay } from '@reset/shared/stores/work-flow.store';

/** How the work flows at the moment, over all bulk resets. */
export type WorkFlow = {
  workers: readonly WorkerView[];
  chunks: readonly ChunksUnderWay[];
  /** Whether the database takes more than questions. */
  databaseTakesWrites: boolean;
  /** Whether chunks can be put into the queue. */
  redisAnswers: boolean;
};
type Subject = { bulkResetId: number; status: BulkResetStatus };

export const isActive = (status: BulkResetStatus): boolean => ACTIVE_STATUSES.includes(status);
/** A chunk of these reads the upload or writes the report. */
const NEEDS_STORAGE: readonly BulkResetStatus[] = ['validating', 'settling'];

/** Why a bulk reset that is active does not move. @returns null where it does, or is about to */
export function whyWaiting({ bulkResetId, status }: Subject, flow: WorkFlow): Waiting | null {
  if (!isActive(status)) return null;
  // The workers could not even say that they are there.
  if (!flow.databaseTakesWrites) return waiting('service-away', { service: 'database' });
  const working = flow.workers.filter(({ alive, state }) => alive && state === 'working');
  if (working.length === 0) return waiting('no-worker', { lastHeartbeat: lastHeartbeatOf(flow.workers) });
  const missing = serviceThatAllMiss(working);
  if (missing === 'database' || (missing === 'storage' && NEEDS_STORAGE.includes(status)))
    return waiting('service-away', { service: missing });
  const own = flow.chunks.find((chunks) => chunks.bulkResetId === bulkResetId);
  if (own && own.running > 0) return null;
  if (missing === 'redis' || !flow.redisAnswers) return waiting('service-away', { service: 'redis' });
  return own ? behindOthers(bulkResetId, flow.chunks) : null;
}

/** As long as one worker misses nothing, the work goes on there. */
function serviceThatAllMiss(working: readonly WorkerView[]): ServiceName | null {
  const [first] = working;
  return first && working.every(({ waitingFor }) => waitingFor !== null) ? first.waitingFor : null;
}

function behindOthers(bulkResetId: number, chunks: WorkFlow['chunks']): Waiting | null {
  const others = chunks.filter((one) => one.bulkResetId !== bulkResetId);
  if (!others.some(({ running }) => running > 0)) return null;
  const underWay = others.reduce((sum, { queued, running }) => sum + queued + running, 0);
  return waiting('behind-others', { bulkResets: others.length, chunks: underWay });
}

const lastHeartbeatOf = (workers: readonly WorkerView[]): string | null =>
  workers
    .map(({ lastHeartbeat }) => lastHeartbeat)
    .sort()
    .at(-1) ?? null;

/** A person's pause is no matter of the flow. */
export const pausedBy = ({ status, pause }: Pick<BulkResetView, 'status' | 'pause'>): Waiting | null =>
  status === 'paused' && pause ? waiting('paused', { by: pause.by.name, at: pause.at }) : null;

/** Makes another tag of it whenever the reason is another one. */
export function tagWith(tag: string, reason: Waiting | null): string {
  if (!reason) return tag;
  const details = Object.values(reason.details)
    .join('-')
    .replace(/[^\w-]/g, '');
  return `${tag.slice(0, -1)}-${reason.code}-${details}"`;
}
