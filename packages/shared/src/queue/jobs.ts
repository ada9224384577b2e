import { z } from 'zod';
import type { Phase } from '../contracts/bulk-reset';

/** Names what to do and the epoch in which it was asked for. Rows, files and people stay out of Redis. */
const ChunkJob = z.strictObject({
  organizationId: z.int().positive(),
  chunkId: z.int().positive(),
  epoch: z.int().positive(),
});
export type ChunkJob = z.infer<typeof ChunkJob>;

/** A name is permanent once a job is in Redis. */
export const JOBS = {
  'validate-chunk': ChunkJob,
  'settle-range': ChunkJob,
  'summarize-bulk-reset': ChunkJob,
  'publish-report': ChunkJob,
  'reset-chunk': ChunkJob,
  'undo-chunk': ChunkJob,
} as const;
export type JobName = keyof typeof JOBS;
export type JobPayload<Name extends JobName> = z.infer<(typeof JOBS)[Name]>;
export const isJobName = (name: string): name is JobName => Object.hasOwn(JOBS, name);

export const JOB_OF_PHASE: Readonly<Record<Phase, JobName>> = {
  validate: 'validate-chunk',
  settle: 'settle-range',
  summarize: 'summarize-bulk-reset',
  report: 'publish-report',
  reset: 'reset-chunk',
  undo: 'undo-chunk',
};

/** BullMQ silently ignores an id that it still retains, so the id carries the epoch. It may not hold `:` nor be all digits. */
export const jobId = (name: JobName, { chunkId, epoch }: ChunkJob): string => `${name}-${chunkId}-${epoch}`;
