import type { UnitResult } from '@reset/shared/contracts/run-time';
import type { Destination } from './running-unit';
import type { SessionUnit } from './scorm-state';

type Ordered = Pick<SessionUnit, 'identifier'> & { state: UnitResult | null };

/** Where a launch begins: at the unit that was open last, else at the first that is not done. */
export function firstUnit(units: readonly Ordered[], last: string | null): string | undefined {
  const open = units.find(({ identifier, state }) => identifier === last && !isDone(state));
  return (open ?? units.find(({ state }) => !isDone(state)) ?? units[0])?.identifier;
}

/** @returns `undefined` where the learner chooses from the menu */
export function unitAt(
  units: readonly Ordered[],
  from: string,
  destination: Destination,
): string | undefined {
  if (destination.to === 'menu') return undefined;
  if (destination.to === 'unit')
    return units.find(({ identifier }) => identifier === destination.unit)?.identifier;
  const at = units.findIndex(({ identifier }) => identifier === from);
  return units[destination.to === 'next' ? at + 1 : at - 1]?.identifier;
}

/** As the server sums it up. */
export const isDone = (state: UnitResult | null): boolean =>
  state !== null &&
  state.success !== 'failed' &&
  (state.completion === 'completed' || (state.completion === 'unknown' && state.success === 'passed'));

export type UnitWord = 'Not started' | 'In progress' | 'Completed' | 'Failed';
export function wordOf(state: UnitResult | null): UnitWord {
  if (!state || state.completion === 'not-attempted') return 'Not started';
  if (state.success === 'failed') return 'Failed';
  return isDone(state) ? 'Completed' : 'In progress';
}
