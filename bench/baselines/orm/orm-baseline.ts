import { randomUUID } from 'node:crypto';
import { type ConnectionOptions, Queue, QueueEvents, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Baseline, BaselineFile, Findings } from '../baseline';
import { identifiersOfBatch } from './known-identifiers';
import { resetByBatches } from './reset-by-batches';
import { listProblems } from './staged-problems';
import { openOrm, StagedRowEntity } from './tables';
import { validateFile } from './validate-file';

const ROWS_PER_BATCH = 1_000;
type Work = { validate: BaselineFile } | { reset: number };

/**
 * What a good tutorial teaches: one BullMQ job for the file, a fast-csv stream in batches of 1,000, repositories with
 * `In(...)`, one `insert` a batch.
 */
export async function createOrmBaseline(databaseUrl: string, redisUrl: string): Promise<Baseline> {
  const dataSource = await openOrm(databaseUrl);
  const rows = dataSource.getRepository(StagedRowEntity);
  const validate = (file: BaselineFile) =>
    validateFile(dataSource, file, {
      batchSize: ROWS_PER_BATCH,
      identifiers: () => identifiersOfBatch(dataSource, file.organizationId),
      save: (batch) => rows.insert(batch),
    });
  const jobs = await startJobs(redisUrl, (work) =>
    'validate' in work ? validate(work.validate) : resetByBatches(dataSource, work.reset),
  );
  return {
    validate: async (file) => (await jobs.run({ validate: file })) as Findings,
    reset: async (organizationId) => (await jobs.run({ reset: organizationId })) as number,
    problems: () => listProblems(dataSource),
    async close() {
      await jobs.close();
      await dataSource.destroy();
    },
  };
}

/** A queue and its worker, in this process. */
async function startJobs(redisUrl: string, handle: (work: Work) => Promise<unknown>) {
  const connections: Redis[] = [];
  const connect = () => {
    const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
    connections.push(connection);
    return { connection: connection as ConnectionOptions, prefix: `{baseline-${prefix}}` };
  };
  const prefix = randomUUID();
  const queue = new Queue<Work>('files', connect());
  const events = new QueueEvents('files', connect());
  const worker = new Worker<Work>('files', (job) => handle(job.data), connect());
  worker.on('error', () => undefined); // the caller hears of a failed job
  await Promise.all([events.waitUntilReady(), worker.waitUntilReady()]);
  return {
    async run(work: Work): Promise<unknown> {
      const job = await queue.add('file', work, { removeOnComplete: 10, removeOnFail: 10 });
      return job.waitUntilFinished(events);
    },
    async close() {
      await worker.close();
      await events.close();
      await queue.obliterate({ force: true });
      await queue.close();
      for (const connection of connections) connection.disconnect();
    },
  };
}
