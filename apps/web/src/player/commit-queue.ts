import type { Committed, SharedState, UnitCommit, UnitState } from '@reset/shared/contracts/run-time';
import { mayPass, type StopReason, stopReasonOf } from './stop-reason';

export type QueueState = {
  /** Commits that the server has not answered yet. */
  waiting: number;
  /** The last try did not reach the server; it is tried again. */
  failing: boolean;
  /** The server would not keep what the content has sent, and never will. */
  rejected: boolean;
  stopped: StopReason | undefined;
};
export type CommitQueueDeps = {
  send(commit: UnitCommit, last: boolean): Promise<Committed>;
  /** Of the last commit that the server has. */
  sequence: number;
  /** Waits before another try; `tries` counts those that have failed. */
  pause(tries: number): Promise<void>;
  onChange(state: QueueState): void;
  onCommitted(committed: Committed): void;
};
export type CommitQueue = ReturnType<typeof createCommitQueue>;
type Waiting = { unit: string; state: UnitState; shared: SharedState | undefined; sequence: number };

/**
 * Commits one after the other, in the order in which the content made them; what cannot be sent is tried again. A
 * commit holds all that its unit keeps, so that the next one of the same unit takes the place of one that still waits.
 */
export function createCommitQueue({ send, sequence, pause, onChange, onCommitted }: CommitQueueDeps) {
  let waiting: Waiting[] = [];
  let lastSequence = sequence;
  let state: Omit<QueueState, 'waiting'> = { failing: false, rejected: false, stopped: undefined };
  let working = false;
  let leaving = false;
  let holding = false;
  let idle: (() => void)[] = [];

  const change = (to: Partial<typeof state> = {}) => {
    state = { ...state, ...to };
    onChange({ ...state, waiting: waiting.length });
    if (waiting.length > 0) return;
    const told = idle;
    idle = [];
    for (const tell of told) tell();
  };
  const remove = (one: Waiting) => {
    waiting = waiting.filter((other) => other !== one);
  };
  const stop = (reason: StopReason) => {
    if (state.stopped) return;
    waiting = [];
    change({ stopped: reason });
  };
  const refuse = (one: Waiting, error: unknown) => {
    const reason = stopReasonOf(error);
    if (reason) return stop(reason);
    remove(one);
    change({ rejected: true });
  };
  const attempt = async (one: Waiting, last: boolean) => {
    const { unit, sequence, state, shared } = one;
    const committed = await send({ sequence, unit, state, ...(shared && { shared }) }, last);
    remove(one);
    onCommitted(committed);
    change({ failing: false, rejected: false });
  };
  const work = async () => {
    if (working) return;
    working = true;
    for (let tries = 0, next = waiting[0]; next && !leaving; next = waiting[0]) {
      try {
        await attempt(next, false);
        tries = 0;
      } catch (error) {
        if (mayPass(error)) {
          change({ failing: true });
          await pause(tries);
          tries += 1;
        } else {
          refuse(next, error);
        }
      }
    }
    working = false;
  };
  const sendLast = () => {
    if (holding) return;
    for (const one of waiting) attempt(one, true).catch(() => undefined);
  };

  return {
    /** @returns whether it was taken: the player may have been stopped */
    add(unit: string, unitState: UnitState, shared?: SharedState): boolean {
      if (state.stopped) return false;
      lastSequence += 1;
      const others = waiting.filter((one) => one.unit !== unit);
      waiting = [...others, { unit, state: unitState, shared, sequence: lastSequence }];
      change();
      if (leaving) sendLast();
      else void work();
      return true;
    },
    stop,
    /**
     * The page goes away: what waits is sent once more, in a way that outlives it.
     * @param finish lets the content say its last words first
     */
    leave(finish: () => void): void {
      holding = true;
      leaving = true;
      finish();
      holding = false;
      sendLast();
    },
    /** Resolves once nothing waits any more. */
    settled: (): Promise<void> =>
      waiting.length === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve)),
  };
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** Twice as long each time, and no longer than until the browser says that it is connected again. */
export const pauseUntilOnline = (tries: number): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      resolve();
    };
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** tries);
    const timer = setTimeout(done, pause * (0.5 + Math.random() / 2));
    window.addEventListener('online', done);
  });
