import type { WorkerDeps } from '../dependencies';
import { reconcileQueue } from './reconcile-queue';

/** Runs upkeep again and again, a rest after each. A service that is away only delays it. */
export function startUpkeep(deps: WorkerDeps, intervalMs: number): { stop: () => Promise<void> } {
  let stopped = false;
  let wake: () => void = () => undefined;
  const loop = async () => {
    while (!stopped) {
      await reconcileQueue(deps).catch((error: unknown) => deps.log.warn({ error }, 'upkeep delayed'));
      // Spread over the workers, which otherwise all look at the same moment.
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, intervalMs * (0.75 + Math.random() / 2));
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  const running = loop();
  return {
    stop: async () => {
      stopped = true;
      wake();
      await running;
    },
  };
}
