import { type ChunkOrder, createChunkOrder, type QueuedChunk } from './chunk-order';
import { type Platform, queueShardOf } from './platform';
import type { Costs } from './read-costs';
import type { PlannedBulkReset, Workload } from './workload';

/** In the order of their doing. */
export const PHASES = ['validate', 'settle', 'summarize', 'reset'] as const;
export type Phase = (typeof PHASES)[number];

export type BulkReset = PlannedBulkReset & {
  number: number;
  shard: number;
  /** Of each phase but `summarize`, which has one. */
  chunks: number;
  phase: Phase | 'ready' | 'completed';
  /** Chunks of the phase that are or were in the queue, and that are done. */
  taken: number;
  done: number;
  readyAt: number;
  completedAt: number;
};
export type RunningChunk = {
  bulkReset: BulkReset;
  phase: Phase;
  number: number;
  rows: number;
  queuedAt: number;
};

export const chunksOfPhase = ({ phase, chunks }: BulkReset): number => {
  if (phase === 'ready' || phase === 'completed') return 0;
  return phase === 'summarize' ? 1 : chunks;
};

/** Decides, as the product does from MySQL, what is due and what goes into the queue. */
export type Dispatcher = {
  readonly bulkResets: readonly BulkReset[];
  readonly counts: DispatchCounts;
  /** Begins the validation, or the reset once it is confirmed. @returns chunks added to the queue */
  begin(bulkReset: BulkReset, phase: 'validate' | 'reset', now: number): number;
  /** Takes the next chunk of a queue shard. */
  take(shard: number): RunningChunk | undefined;
  queuedIn(shard: number): number;
  /** Counts a committed chunk, moves its bulk reset on and refills the queue. @returns chunks added to the queue */
  finish(chunk: RunningChunk, now: number): number;
};
export type DispatchCounts = {
  /** Bulk resets that the system has something to do for. */
  active: number;
  /** Chunks that wait outside of the queue, because a window or a cap is full. */
  heldBack: number;
  queued: number;
};

type Needs = { platform: Platform; costs: Costs; workload: Workload };

export function createDispatcher({ platform, costs, workload }: Needs): Dispatcher {
  const counts: DispatchCounts = { active: 0, heldBack: 0, queued: 0 };
  const queues: ChunkOrder[] = Array.from({ length: platform.queueShards }, () =>
    createChunkOrder(platform.strategy.order),
  );
  const bulkResets = workload.map((planned, number) => plan(planned, number, platform, costs));
  const fill = createFill({ platform, counts, queues });
  return {
    bulkResets,
    counts,
    begin(bulkReset, phase, now) {
      counts.active += 1;
      enter(bulkReset, phase, counts);
      return fill.activate(bulkReset, now);
    },
    take(shard) {
      const chunk = queues[shard]?.shift();
      const bulkReset = chunk && bulkResets[chunk.bulkReset];
      if (!chunk || !bulkReset) return undefined;
      counts.queued -= 1;
      return beginChunk(bulkReset, chunk, costs);
    },
    queuedIn: (shard) => queues[shard]?.size ?? 0,
    finish({ bulkReset }, now) {
      bulkReset.done += 1;
      fill.release(bulkReset);
      if (bulkReset.done === chunksOfPhase(bulkReset)) moveOn(bulkReset, now, counts);
      if (chunksOfPhase(bulkReset) === 0) fill.retire(bulkReset);
      return fill.refill(bulkReset, now);
    },
  };
}

const plan = (planned: PlannedBulkReset, number: number, platform: Platform, costs: Costs): BulkReset => ({
  ...planned,
  number,
  shard: queueShardOf(planned.organization, platform),
  chunks: Math.ceil(planned.rows / costs.rowsPerChunk),
  phase: 'validate',
  taken: 0,
  done: 0,
  readyAt: Number.NaN,
  completedAt: Number.NaN,
});

function enter(bulkReset: BulkReset, phase: BulkReset['phase'], counts: DispatchCounts): void {
  Object.assign(bulkReset, { phase, taken: 0, done: 0 });
  counts.heldBack += chunksOfPhase(bulkReset);
}

const NEXT = { validate: 'settle', settle: 'summarize', summarize: 'ready', reset: 'completed' } as const;

function moveOn(bulkReset: BulkReset, now: number, counts: DispatchCounts): void {
  if (bulkReset.phase === 'ready' || bulkReset.phase === 'completed') return;
  const next = NEXT[bulkReset.phase];
  enter(bulkReset, next, counts);
  if (next === 'ready') bulkReset.readyAt = now;
  if (next === 'completed') bulkReset.completedAt = now;
  if (chunksOfPhase(bulkReset) === 0) counts.active -= 1;
}

function beginChunk(
  bulkReset: BulkReset,
  { number, queuedAt }: QueuedChunk,
  { rowsPerChunk }: Costs,
): RunningChunk {
  const phase = bulkReset.phase as Phase; // in the queue are only chunks of a phase that goes on
  const rows = phase === 'summarize' ? 0 : Math.min(rowsPerChunk, bulkReset.rows - number * rowsPerChunk);
  return { bulkReset, phase, number, rows, queuedAt };
}

const LARGEST_ADAPTIVE_WINDOW = 512;

/** Keeps windows and caps. */
function createFill({
  platform,
  counts,
  queues,
}: {
  platform: Platform;
  counts: DispatchCounts;
  queues: ChunkOrder[];
}) {
  const { window, organizationCap = Number.POSITIVE_INFINITY } = platform.strategy;
  const places = platform.workers * platform.concurrency;
  const inFlightOf = new Map<number, number>();
  const activeOf = new Map<number, BulkReset[]>();
  const largest = () =>
    window === 'adaptive'
      ? Math.min(LARGEST_ADAPTIVE_WINDOW, Math.ceil((2 * places) / Math.max(1, counts.active)))
      : window;

  /** Takes what is due of one bulk reset. */
  const fillOne = (bulkReset: BulkReset, now: number): number => {
    const { organization, rows, shard, taken, done } = bulkReset;
    const chunks = chunksOfPhase(bulkReset);
    const inFlight = inFlightOf.get(organization) ?? 0;
    const due = Math.min(chunks - taken, largest() - (taken - done), organizationCap - inFlight);
    if (due <= 0) return 0;
    for (let added = 0; added < due; added += 1)
      queues[shard]?.push({
        bulkReset: bulkReset.number,
        organization,
        rows,
        number: taken + added,
        chunks,
        queuedAt: now,
      });
    bulkReset.taken += due;
    inFlightOf.set(organization, inFlight + due);
    counts.heldBack -= due;
    counts.queued += due;
    return due;
  };

  return {
    activate(bulkReset: BulkReset, now: number): number {
      const active = activeOf.get(bulkReset.organization) ?? [];
      active.push(bulkReset);
      activeOf.set(bulkReset.organization, active);
      return fillOne(bulkReset, now);
    },
    retire(bulkReset: BulkReset): void {
      const active = activeOf.get(bulkReset.organization);
      active?.splice(active.indexOf(bulkReset), 1);
    },
    release({ organization }: BulkReset): void {
      inFlightOf.set(organization, (inFlightOf.get(organization) ?? 0) - 1);
    },
    /** The bulk reset itself, and under a cap the others of its organization in turn. */
    refill(bulkReset: BulkReset, now: number): number {
      if (organizationCap === Number.POSITIVE_INFINITY) return fillOne(bulkReset, now);
      const active = activeOf.get(bulkReset.organization) ?? [];
      let added = 0;
      for (let turn = active.length; turn > 0 && added === 0; turn -= 1) {
        const next = active.shift();
        if (!next) break;
        active.push(next);
        added += fillOne(next, now);
      }
      return added;
    },
  };
}
