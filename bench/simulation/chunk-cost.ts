import type { RunningChunk } from './dispatcher';
import type { Costs } from './read-costs';

export type ChunkCost = { workerSeconds: number; databaseSeconds: number; waitSeconds: number };

/** What a chunk costs: its rows, and what any chunk costs. */
export function costOfChunk({ phase, rows, bulkReset }: RunningChunk, costs: Costs): ChunkCost {
  if (phase === 'summarize') {
    const { databaseSeconds, databaseSecondsPerChunk, ...rest } = costs.summarize;
    return { ...rest, databaseSeconds: databaseSeconds + bulkReset.chunks * databaseSecondsPerChunk };
  }
  const [share, full, own] = [rows / costs.rowsPerChunk, costs.perFullChunk[phase], costs.perChunk];
  const scan = phase === 'settle' ? bulkReset.chunks * costs.settleScan.databaseSecondsPerChunk : 0;
  return {
    workerSeconds: own.workerSeconds + share * full.workerSeconds,
    databaseSeconds: own.databaseSeconds + share * full.databaseSeconds + scan,
    waitSeconds: own.waitSeconds,
  };
}
