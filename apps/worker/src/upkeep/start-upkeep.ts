import type { Logger } from '@reset/shared/log/logger';

/** Runs a piece of upkeep again and again, a rest after each. A service that is away only delays it. */
export function startUpkeep(
  work: () => Promise<void>,
  intervalMs: number,
  log: Pick<Logger, 'warn'>,
): { stop: () => Promise<void> } {
  let stopped = false;
  let wake: () => void = () => undefined;
  const loop = async () => {
    while (!stopped) {
      await work().catch((error: unknown) => log.warn({ error }, 'upkeep delayed'));
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
