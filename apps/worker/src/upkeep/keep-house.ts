import { removeExpiredIdempotencyKeys } from '@reset/shared/stores/idempotency-key.store';
import { removeExpiredLaunchTokens } from '@reset/shared/stores/launch-token.store';
import { endTask, renewTask, type TaskInHand, takeTask } from '@reset/shared/stores/upkeep-task.store';
import { removeDeadWorkers } from '@reset/shared/stores/worker.store';
import type { WorkerDeps } from '../dependencies';
import { expireBulkResets } from './expire-bulk-resets';
import { inSmallSteps } from './in-small-steps';
import { removeAbandonedImports } from './remove-abandoned-imports';
import { removeAbandonedWrites } from './remove-abandoned-writes';
import { removeExpired } from './remove-expired';
import { removeUnclaimedFiles } from './remove-unclaimed-files';

export type HousekeepingDeps = Pick<WorkerDeps, 'dataSource' | 'fileStore' | 'log' | 'retention'>;
/** Throws where another process has taken over. Asked between steps, none of which takes long. */
export type StillMine = () => Promise<void>;
type Piece = (deps: HousekeepingDeps, stillMine: StillMine) => Promise<void>;

/** Each can be begun again at any point, and two processes that are at it at once do no harm. */
const PIECES: Readonly<Record<string, Piece>> = {
  'expire bulk resets': expireBulkResets,
  'remove what has expired': removeExpired,
  'remove unclaimed files': removeUnclaimedFiles,
  'remove abandoned writes': removeAbandonedWrites,
  'remove abandoned imports': removeAbandonedImports,
  'remove idempotency keys': ({ dataSource }, stillMine) =>
    inSmallSteps(
      async () => (await removeExpiredIdempotencyKeys(dataSource.manager, STEP)) === STEP,
      stillMine,
    ),
  'remove launch tokens': ({ dataSource }, stillMine) =>
    inSmallSteps(async () => (await removeExpiredLaunchTokens(dataSource.manager, STEP)) === STEP, stillMine),
  'remove dead workers': ({ dataSource }) => removeDeadWorkers(dataSource.manager),
};
const STEP = 2_000;
const TASK = 'housekeeping';

class TakenOver extends Error {}

/**
 * Removes what nobody needs any more, of all organizations. One process at a time does it, when it is due; of the others
 * each finds that out with one statement.
 * @returns whether this process did it
 * @throws the first failure, after the other pieces were done
 */
export async function keepHouse(deps: HousekeepingDeps, everySeconds: number): Promise<boolean> {
  const db = deps.dataSource.manager;
  const task = await takeTask(db, TASK, everySeconds);
  if (!task) return false;
  const failure = await doPieces(deps, renewing(deps, task));
  if (failure instanceof TakenOver) return false;
  await endTask(db, task, { done: failure === undefined });
  if (failure) throw failure;
  return true;
}

/** One that fails holds up none of the others. @returns the first failure */
async function doPieces(deps: HousekeepingDeps, stillMine: StillMine): Promise<unknown> {
  let failure: unknown;
  for (const [piece, work] of Object.entries(PIECES)) {
    try {
      await stillMine();
      await work(deps, stillMine);
    } catch (error) {
      if (error instanceof TakenOver) return error;
      deps.log.warn({ error, piece }, 'housekeeping delayed');
      failure ??= error;
    }
  }
  return failure;
}

const RENEW_AFTER_MS = 10_000;

function renewing({ dataSource }: HousekeepingDeps, task: TaskInHand): StillMine {
  let renewed = Date.now();
  return async () => {
    if (Date.now() - renewed < RENEW_AFTER_MS) return;
    if (!(await renewTask(dataSource.manager, task))) throw new TakenOver();
    renewed = Date.now();
  };
}
