import { z } from 'zod';

export const SERVICES = ['database', 'redis', 'storage'] as const;
/** What every process works with. */
export type ServiceName = (typeof SERVICES)[number];

export const WORKER_STATES = ['working', 'stopping'] as const;
export type WorkerState = (typeof WORKER_STATES)[number];

/** One worker process, as it announced itself. Workers serve all organizations: nothing of any stands here. */
export const WorkerView = z.object({
  id: z.int().positive(),
  version: z.string(),
  startedAt: z.iso.datetime(),
  lastHeartbeat: z.iso.datetime(),
  /** Whether the last heartbeat is recent, by the database's clock. */
  alive: z.boolean(),
  state: z.enum(WORKER_STATES),
  /** Whether it really takes work, and does not merely run. */
  consuming: z.boolean(),
  /** A service that does not answer it, or has no room. */
  waitingFor: z.enum(SERVICES).nullable(),
  chunksInHand: z.int().nonnegative(),
});
export type WorkerView = z.infer<typeof WorkerView>;

export const WorkerList = z.object({ workers: z.array(WorkerView) });
export type WorkerList = z.infer<typeof WorkerList>;
