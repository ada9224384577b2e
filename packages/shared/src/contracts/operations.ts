import { z } from 'zod';
import { BulkResetView } from './bulk-reset';
import { WORK_KINDS } from './directory-columns';
import { SERVICES, WorkerView } from './worker';

const count = z.int().nonnegative();

const Work = z.object({
  /** `undo`: of the bulk reset that `id` names. */
  kind: z.enum(WORK_KINDS),
  /** Of the bulk reset or the directory import. */
  id: z.uuid(),
  fileName: z.string(),
});

/** How the work goes at the moment, for those who are asked why it does not. */
export const OperationsView = z.object({
  /** Whether each answers the API process that was asked. */
  services: z.array(z.object({ service: z.enum(SERVICES), answers: z.boolean() })),
  workers: z.array(WorkerView),
  /** Of all organizations, because they share the workers: as numbers alone. */
  queue: z.object({ bulkResets: count, chunksQueued: count, chunksInHand: count }),
  /** Those of the caller's organization that the system has to move, or that a person stopped: oldest first. */
  underWay: z.array(
    BulkResetView.pick({ status: true, createdAt: true, createdBy: true, waiting: true }).extend({
      ...Work.shape,
      rows: count,
      /** Of the phase that it is in; null where nothing is counted yet. */
      percent: z.number().nullable(),
    }),
  ),
  /** There are more of them than are listed. */
  more: z.boolean(),
  /** Those that failed within the last seven days: newest first. */
  failed: z.array(Work.extend({ finishedAt: z.iso.datetime(), notProcessed: count })),
});
export type OperationsView = z.infer<typeof OperationsView>;
