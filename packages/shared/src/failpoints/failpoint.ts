import type { FailpointConfig } from '../config/failpoint-config';
import type { Phase } from '../contracts/bulk-reset';

/**
 * Places at which a fault test may make a process die, stop or fail.
 *
 * Of a chunk: `claimed` comes before its transaction; `begun` after START TRANSACTION; `effects` after everything was
 * written and before the fence; `fenced` after the fence and before COMMIT; `committed` before the bulk reset is moved
 * on; `moved-on` before the job is acknowledged; `acknowledged` after that.
 */
export const CHUNK_PLACES = [
  'claimed',
  'begun',
  'effects',
  'fenced',
  'committed',
  'moved-on',
  'acknowledged',
] as const;
export const OTHER_PLACES = [
  /** While the report is written; when it lies in storage and no row says so. */
  'report:writing',
  'report:stored',
  /** Of a file in a directory: it is written and synced, and nobody can see it yet. */
  'storage:before-publish',
  /** Of an upload: the file is stored; the bulk reset is committed; its chunks are in the queue. */
  'upload:stored',
  'upload:committed',
  'upload:dispatched',
  /** Of the dispatcher: chunks are marked as queued; they are in Redis. */
  'dispatch:marked',
  'dispatch:added',
  /** In a transaction beside that of a chunk, before COMMIT: a chunk is claimed; a bulk reset is moved on. */
  'claim:written',
  'advance:moved',
  /** Of upkeep: some of what has expired is removed; all of it is, and it is still written down. */
  'upkeep:removed-some',
  'upkeep:removed',
] as const;
export type Failpoint = `${Phase}:${(typeof CHUNK_PLACES)[number]}` | (typeof OTHER_PLACES)[number];

/**
 * What a test may leave out on purpose, one at a time, to see that the tests notice: the `fence` of a chunk's transaction;
 * that a chunk is `done-at-commit` and not before; that `repetitions` of a pair are found; that a `claim` asks whether
 * the chunk is to be had; that the `organization` is asked for.
 */
export const BREAKABLE = ['fence', 'done-at-commit', 'repetitions', 'claim', 'organization'] as const;
export type Breakable = (typeof BREAKABLE)[number];

type Armed = { hit: (name: Failpoint) => Promise<void>; broken: Breakable | undefined };
let armed: Armed | undefined;

/** Does nothing, unless this process was started for a fault test. */
export const failpoint = (name: Failpoint): Promise<void> | undefined => armed?.hit(name);

/** False, unless this process was started to show that a test notices. */
export const isBroken = (guarantee: Breakable): boolean => armed?.broken === guarantee;

/** Called once at start. What the failpoints do is in a module of its own, which images for production lack. */
export function armFailpoints({ FAILPOINTS, BREAK }: FailpointConfig): void {
  if (!FAILPOINTS && !BREAK) return;
  // Here and not at the top of the file, so that everything works where that module is missing.
  const { createFailpoints }: typeof import('./armed-failpoints') = require('./armed-failpoints');
  armed = { hit: createFailpoints(FAILPOINTS ?? []), broken: BREAK };
}
