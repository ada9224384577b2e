import { isJobName, JOBS } from '@reset/shared/queue/jobs';
import { type Job, UnrecoverableError } from 'bullmq';
import type { WorkerDeps } from './dependencies';
import { type ChunkHandler, handlerOf } from './job-handlers';
import { runChunk } from './run-chunk';

/** Reads a job and hands its chunk to the one handler. An unknown job fails loudly: it must never look finished. */
export async function runJob(
  deps: WorkerDeps,
  job: Pick<Job, 'name' | 'data'>,
  signal: AbortSignal,
): Promise<void> {
  if (!isJobName(job.name)) throw new UnrecoverableError(`no handler for job ${job.name}`);
  const payload = JOBS[job.name].safeParse(job.data);
  if (!payload.success) throw new UnrecoverableError(`bad payload for job ${job.name}`);
  await runChunk(deps, payload.data, known(handlerOf(job.name)), signal);
}

/** The process knows whether a service let it down. */
const known =
  (handle: ChunkHandler): ChunkHandler =>
  async (deps, chunk, signal) => {
    try {
      await handle(deps, chunk, signal);
      deps.trouble.clear();
    } catch (error) {
      deps.trouble.note(error);
      throw error;
    }
  };
