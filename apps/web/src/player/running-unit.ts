import type { SharedState, UnitState } from '@reset/shared/contracts/run-time';
import type { SkillsoftPage } from '@reset/shared/contracts/skillsoft-course';
import type { SessionUnit } from './scorm-state';

/** A unit whose content is on the screen. */
export type RunningUnit = {
  /** What the frame shows. */
  src: string;
  /** Of a native course, which the player itself leads through. */
  pages?: PageTurner;
  /** Tells what the content has not told yet. From then on nothing of it is taken. */
  close(): void;
};

export type PageTurner = {
  all: readonly SkillsoftPage[];
  /** The index of the open one. */
  at: number;
  /** @returns the address of another page, which is the bookmark from now on */
  turnTo(index: number): string;
};

/** Where the content wants to go once it has ended. */
export type Destination = { to: 'next' | 'previous' | 'menu' } | { to: 'unit'; unit: string };

export type UnitStart = {
  unit: SessionUnit;
  shared: SharedState;
  /** The path of the launch. */
  base: string;
  learner: { id: string; name: string };
  /** @returns whether it was taken */
  commit(state: UnitState, shared?: SharedState): boolean;
  /** The content has ended its session. */
  onEnded(destination: Destination): void;
};
