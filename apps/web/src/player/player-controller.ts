import type { PlayerMessage, PlayerSession, SharedState, UnitState } from '@reset/shared/contracts/run-time';
import { createCommitQueue, pauseUntilOnline, type QueueState } from './commit-queue';
import type { ContentClient } from './content-client';
import type { Destination, PageTurner, RunningUnit } from './running-unit';
import { startUnit } from './start-unit';
import { stopReasonOf } from './stop-reason';
import { firstUnit, unitAt } from './unit-order';

export type PlayerState = {
  session: PlayerSession;
  /** What is on the screen; without one, the learner chooses. */
  open: { unit: string; src: string; pages: Pick<PageTurner, 'all' | 'at'> | undefined } | undefined;
  queue: QueueState;
  /** The learner wants to go, as soon as everything is saved. */
  leaving: boolean;
  /** A unit could not be opened. */
  error: unknown;
};
export type Player = ReturnType<typeof createPlayer>;
type Deps = { client: ContentClient; base: string; session: PlayerSession };

const CHECK_EVERY_MS = 10_000;

/** Opens the units of one launch one after the other, and saves what they say for as long as the attempt goes on. */
export function createPlayer({ client, base, session }: Deps) {
  let state: PlayerState = {
    session,
    open: undefined,
    queue: { waiting: 0, failing: false, rejected: false, stopped: undefined },
    leaving: false,
    error: undefined,
  };
  let running: RunningUnit | undefined;
  let frame: HTMLIFrameElement | undefined;
  let opening = 0;
  const listeners = new Set<() => void>();
  const change = (to: Partial<PlayerState>) => {
    state = { ...state, ...to };
    for (const listener of listeners) listener();
  };

  const queue = createCommitQueue({
    send: client.commit,
    sequence: session.sequence,
    pause: pauseUntilOnline,
    onChange: (to) => {
      const stops = to.stopped && !state.queue.stopped;
      change({ queue: to });
      if (stops) closeUnit();
    },
    onCommitted: ({ completed }) => {
      if (completed && !state.session.completed) tell('completed');
      change({ session: { ...state.session, completed } });
    },
  });

  /** The content hears that its page goes away, as if the learner had closed it, and says its last words. */
  const detach = () => {
    frame?.remove();
    frame = undefined;
    running?.close();
    running = undefined;
  };
  const closeUnit = () => {
    opening += 1;
    detach();
    change({ open: undefined });
  };
  const commitOf = (unit: string) => (unitState: UnitState, shared?: SharedState) => {
    if (!queue.add(unit, unitState, shared)) return false;
    const units = state.session.units.map((one) =>
      one.identifier === unit ? { ...one, state: unitState } : one,
    );
    change({ session: { ...state.session, units, shared: shared ?? state.session.shared } });
    return true;
  };

  const openUnit = async (identifier: string) => {
    closeUnit();
    if (state.queue.stopped) return;
    const mine = opening;
    const unitNumber = state.session.units.findIndex((one) => one.identifier === identifier);
    const unit = state.session.units[unitNumber];
    if (!unit) throw new Error('the package has no such unit');
    try {
      const { standard, shared, learner } = state.session;
      const launch = { standard, client, origin: window.location.origin, unitNumber };
      const onEnded = (destination: Destination) => {
        if (mine === opening) goOn(identifier, destination);
      };
      const start = { unit, shared, base, learner, commit: commitOf(identifier), onEnded };
      const started = await startUnit(launch, start);
      if (mine !== opening) return started.close();
      running = started;
      const { src, pages } = started;
      change({ open: { unit: identifier, src, pages: pages && { ...pages } }, error: undefined });
    } catch (error) {
      change({ error });
    }
  };
  const goOn = (from: string, destination: Destination) => {
    const next = unitAt(state.session.units, from, destination);
    if (next === undefined) closeUnit();
    else void openUnit(next);
  };

  const check = async () => {
    if (state.queue.stopped) return;
    try {
      // AICC content talks to the server itself, so that the server knows best.
      if (state.session.standard === 'aicc') change({ session: await client.session() });
      else await client.check();
    } catch (error) {
      const reason = stopReasonOf(error);
      if (reason) queue.stop(reason);
    }
  };

  const tell = (event: PlayerMessage['event']) => {
    const message: PlayerMessage = { kind: 'reset-course-progress', event };
    if (window.parent !== window) window.parent.postMessage(message, session.application);
    else if (event === 'left') window.location.assign(`${session.application}/my-courses`);
  };

  return {
    get state() {
      return state;
    },
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: () => {
      const first = firstUnit(session.units, session.unit);
      if (first !== undefined) void openUnit(first);
      setInterval(() => document.visibilityState === 'visible' && void check(), CHECK_EVERY_MS);
      window.addEventListener('focus', () => void check());
      window.addEventListener('pagehide', () => queue.leave(detach));
      window.addEventListener('pageshow', ({ persisted }) => persisted && window.location.reload());
      window.addEventListener('beforeunload', (event) => {
        if (state.queue.failing && !state.queue.stopped && state.queue.waiting > 0) event.preventDefault();
      });
    },
    openUnit: (identifier: string) => void openUnit(identifier),
    turnTo: (index: number) => {
      if (!running?.pages || !state.open) return;
      const src = running.pages.turnTo(index);
      change({ open: { ...state.open, src, pages: { ...running.pages } } });
    },
    /** @param place the frame that shows the content */
    showIn: (place: HTMLIFrameElement) => {
      frame = place;
    },
    leave: async () => {
      closeUnit();
      change({ leaving: true });
      await queue.settled();
      tell('left');
    },
    leaveUnsaved: () => tell('left'),
  };
}
