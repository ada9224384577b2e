import { databaseTakesWrites } from '@reset/shared/database/database-takes-writes';
import { createReadinessCheck, storageAnswers, tellReadiness } from '@reset/shared/health/check-readiness';
import type { Consumer } from '../consume-queue';
import type { WorkerDeps } from '../dependencies';

/** Ready is who really takes work and can do it: BullMQ's own `isRunning()` says nothing of either. */
export const workerReadiness = (
  { dataSource, queue, fileStore, log }: WorkerDeps,
  consumer: Pick<Consumer, 'isConsuming'>,
  isStopping: () => boolean,
) =>
  createReadinessCheck(
    {
      consuming: async () => {
        if (isStopping() || !consumer.isConsuming()) throw new Error('takes no work');
      },
      database: () => databaseTakesWrites(dataSource.manager),
      redis: () => queue.ping(),
      redisKeepsJobs: () => queue.checkEviction(),
      storage: () => storageAnswers(fileStore),
    },
    { onChange: tellReadiness(log) },
  );
