export type FreeHands = {
  /**
   * Waits for a free hand, whoever asked first.
   * @returns what frees the hand again, or nothing where none came free within `patienceMs`
   */
  take(patienceMs: number): Promise<(() => void) | undefined>;
};

/** Bounds what one process has in hand, whatever the number of queues that it comes from. */
export function createFreeHands(count: number): FreeHands {
  let free = count;
  const waiting = new Set<() => void>();
  const release = () => {
    const [next] = waiting;
    if (next) next();
    else free += 1;
  };
  return {
    take(patienceMs) {
      if (free > 0) {
        free -= 1;
        return Promise.resolve(release);
      }
      return new Promise((resolve) => {
        const given = () => {
          clearTimeout(timer);
          waiting.delete(given);
          resolve(release);
        };
        const timer = setTimeout(() => {
          waiting.delete(given);
          resolve(undefined);
        }, patienceMs);
        waiting.add(given);
      });
    },
  };
}
