import type { Chunk } from '@reset/shared/entities/bulk-reset';
import { failpoint } from '@reset/shared/failpoints/failpoint';
import { codeOf } from '@reset/shared/log/logger';
import { moveOn } from '@reset/shared/queue/dispatch-chunks';
import type { ChunkJob } from '@reset/shared/queue/jobs';
import { claimChunk, isChunkDone, postponeChunk } from '@reset/shared/stores/chunk.store';
import { countAttempt } from '@reset/shared/stores/count-failure';
import { failBulkReset } from '@reset/shared/stores/fail-bulk-reset';
import type { WorkerDeps } from './dependencies';
import { type FailureKind, failureKind } from './failure-kind';
import type { ChunkHandler } from './job-handlers';
import { keepLease } from './keep-lease';
import type { ChunkEnd } from './worker-metrics';

const WAIT_SECONDS = 2;

/**
 * Claims the chunk, runs its handler under a lease, and moves the bulk reset on. A job that comes too late or twice
 * finds its chunk claimed or its epoch gone, and does nothing.
 */
export async function runChunk(
  deps: WorkerDeps,
  job: ChunkJob,
  handle: ChunkHandler,
  signal: AbortSignal,
): Promise<void> {
  const { workerName: worker, leaseSeconds } = deps;
  const chunk = await deps.inHand.take(() => claimChunk(deps.dataSource, job, { worker, leaseSeconds }));
  if (!chunk) return;
  const begun = performance.now();
  let end: ChunkEnd = 'done';
  const lease = keepLease(deps, chunk);
  try {
    await failpoint(`${chunk.phase}:claimed`);
    await handle(deps, chunk, AbortSignal.any([signal, lease.lost]));
    await failpoint(`${chunk.phase}:committed`);
  } catch (error) {
    end = await afterFailure(deps, chunk, error);
  } finally {
    lease.stop();
    deps.inHand.release(chunk);
  }
  deps.metrics.chunkEnded(chunk, end, (performance.now() - begun) / 1_000);
  await moveOn(deps, chunk);
  await failpoint(`${chunk.phase}:moved-on`);
}

async function afterFailure(deps: WorkerDeps, chunk: Chunk, error: unknown): Promise<ChunkEnd> {
  const kind = failureKind(error);
  const db = deps.dataSource.manager;
  const about = { error, chunk: chunk.id, phase: chunk.phase, epoch: chunk.epoch };
  const postponed = GOES_BACK.has(kind) && (await postponeChunk(db, chunk, WAIT_SECONDS));
  if (kind === 'away' && !postponed && (await isChunkDone(db, chunk))) {
    deps.log.info({ ...about, kind }, 'chunk finished, though the answer to its commit was lost');
    return 'done';
  }
  // Who comes too late may well meet what another worker has written: that is no fault of ours.
  const counted = kind === 'bug' ? await countAttempt(deps.dataSource, chunk, codeOf(error)) : kind;
  const level = counted === 'again' || counted === 'given-up' ? 'error' : 'warn';
  deps.log[level]({ ...about, kind: level === 'error' ? kind : counted }, 'chunk not finished');
  if (kind === 'file') await failBulkReset(deps.dataSource, chunk, codeOf(error));
  return counted;
}

const GOES_BACK: ReadonlySet<FailureKind> = new Set(['away', 'let-go']);
