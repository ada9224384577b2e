import type { BulkReset, Phase } from './dispatcher';
import type { Load } from './meter';
import { MinHeap } from './min-heap';
import type { Platform } from './platform';
import type { Costs } from './read-costs';
import { createSystem, EVENTS, type EventKind } from './system';
import type { Workload } from './workload';

export type CommittedChunk = { bulkReset: number; phase: Phase; number: number; rows: number; at: number };
export type Simulation = {
  platform: Platform;
  costs: Costs;
  workload: Workload;
  /** Hears of each chunk that has committed. */
  onChunk?: (chunk: CommittedChunk) => void;
};
export type SimulationResult = {
  bulkResets: readonly BulkReset[];
  /** When everything was done. */
  seconds: number;
  events: number;
  load: Load;
};

/** Runs a workload through a system, event by event, until nothing is left to do. Same input, same result. */
export function simulate(simulation: Simulation): SimulationResult {
  const events = new MinHeap();
  const at = (time: number, kind: EventKind, subject: number) =>
    events.push(time, subject * EVENTS.length + EVENTS.indexOf(kind));
  const system = createSystem(simulation, at);
  let [now, count] = [0, 0];
  for (; system.isBusy(); count += 1) {
    now = events.firstKey;
    const event = events.pop();
    if (event === undefined) throw new Error('there is work left, and nothing that does it');
    system.handle(now, EVENTS[event % EVENTS.length] as EventKind, Math.floor(event / EVENTS.length));
  }
  return { bulkResets: system.bulkResets, seconds: now, events: count, load: system.load(now) };
}
