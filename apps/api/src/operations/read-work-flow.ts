import { databaseTakesWrites } from '@reset/shared/database/database-takes-writes';
import { answersInTime } from '@reset/shared/health/check-readiness';
import type { ChunkQueue } from '@reset/shared/queue/chunk-queue';
import { countChunksUnderWay } from '@reset/shared/stores/work-flow.store';
import { listWorkers } from '@reset/shared/stores/worker.store';
import type { EntityManager } from 'typeorm';
import type { WorkFlow } from './why-waiting';

/** A service that takes longer to take a row or a key is in trouble. */
const PATIENCE_MS = 1_000;

export async function readWorkFlow(db: EntityManager, queue: Pick<ChunkQueue, 'ping'>): Promise<WorkFlow> {
  const [workers, chunks, takesWrites, redisAnswers] = await Promise.all([
    listWorkers(db),
    countChunksUnderWay(db),
    answersInTime(() => databaseTakesWrites(db), PATIENCE_MS),
    answersInTime(() => queue.ping(), PATIENCE_MS),
  ]);
  return { workers, chunks, databaseTakesWrites: takesWrites, redisAnswers };
}
