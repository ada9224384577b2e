import type { Phase } from '@reset/shared/contracts/bulk-reset';
import { Counter, Histogram, type Registry } from 'prom-client';

/** How a chunk left this worker: done, gone to another, given back, or not finished for a reason of `FailureKind`. */
export type ChunkEnd = 'done' | 'superseded' | 'let-go' | 'away' | 'file' | 'again' | 'given-up';

/** Seconds. A chunk of ten thousand rows takes some tenths. */
const BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60];

export type WorkerMetrics = ReturnType<typeof createWorkerMetrics>;

/** What this worker did since it was started, over all organizations. */
export function createWorkerMetrics(registry: Registry) {
  const registers = [registry];
  const chunks = new Counter({
    name: 'reset_chunks_total',
    help: 'Chunks that this worker had in hand, by how they ended; superseded: the fence refused them',
    labelNames: ['phase', 'end'],
    registers,
  });
  const rows = new Counter({
    name: 'reset_rows_total',
    help: 'Rows of the chunks that it finished',
    labelNames: ['phase'],
    registers,
  });
  const seconds = new Histogram({
    name: 'reset_chunk_duration_seconds',
    help: 'How long it had chunks in hand',
    labelNames: ['phase'],
    buckets: BUCKETS,
    registers,
  });
  const lost = new Counter({
    name: 'reset_leases_lost_total',
    help: 'Chunks that it took away from workers whose lease had run out',
    labelNames: ['phase'],
    registers,
  });
  const addedAgain = new Counter({
    name: 'reset_chunks_added_again_total',
    help: 'Chunks that it put into the queue again because nobody had taken them',
    registers,
  });
  return {
    chunkEnded(chunk: { phase: Phase; rows: number }, end: ChunkEnd, tookSeconds: number): void {
      const { phase } = chunk;
      chunks.inc({ phase, end });
      seconds.observe({ phase }, tookSeconds);
      if (end === 'done') rows.inc({ phase }, chunk.rows);
    },
    leaseLost: (phase: Phase): void => lost.inc({ phase }),
    addedAgain: (count: number): void => addedAgain.inc(count),
  };
}
