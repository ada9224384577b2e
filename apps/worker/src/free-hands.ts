export type FreeHands = {
  /**
   * Waits for a free hand, whoever asked first.
   * @returns what frees the hand again, or nothing where none came free within `patienceMs`
   */
  take(patienceMs: number): Promise<(() => void) | undefined>;
  /** Whether nothing more can be taken at the moment. */
  areFull(): boolean;
  /** Gives out no hand any more. @returns when those that were given are free again */
  close(): Promise<void>;
};

/** Bounds what one process has in hand, whatever the number of queues that it comes from. */
export function createFreeHands(count: number): FreeHands {
  let free = count;
  let closed = false;
  let allFree: () => void = () => undefined;
  const waiting = new Set<{ given: () => void; refused: () => void }>();
  const release = () => {
    const [next] = waiting;
    if (next) return next.given();
    free += 1;
    if (free === count) allFree();
  };
  return {
    take(patienceMs) {
      if (closed) return Promise.resolve(undefined);
      if (free > 0) {
        free -= 1;
        return Promise.resolve(release);
      }
      return new Promise((resolve) => {
        const answer = (hand: (() => void) | undefined) => {
          clearTimeout(timer);
          waiting.delete(one);
          resolve(hand);
        };
        const one = { given: () => answer(release), refused: () => answer(undefined) };
        const timer = setTimeout(one.refused, patienceMs);
        waiting.add(one);
      });
    },
    areFull: () => free === 0,
    close() {
      closed = true;
      for (const one of waiting) one.refused();
      return new Promise((resolve) => {
        allFree = resolve;
        if (free === count) resolve();
      });
    },
  };
}
