import { RECORD_STATUSES, RESTART_SETTINGS } from '@reset/shared/contracts/learning';
import type { PairColumns } from '@reset/shared/stores/packed-pairs';
import type { PairStates } from '@reset/shared/stores/pair-state.store';
import type { RangeImpact } from './settle-counts';

const COMPLETED = RECORD_STATUSES.indexOf('completed') + 1;
const NEVER = RESTART_SETTINGS.indexOf('never') + 1;
const AFTER_COMPLETION = RESTART_SETTINGS.indexOf('after-completion') + 1;

/**
 * Counts what a reset of some pairs will do. A pair is told by its open mark first, else by its latest record. An
 * assignment is overridden where its own setting would not have begun a new attempt at the next launch.
 * @param pairs sorted, each once
 */
export function countImpact({ learnerIds }: PairColumns, states: PairStates): RangeImpact {
  const impact: RangeImpact = {
    learners: 0,
    pairs: learnerIds.length,
    completed: 0,
    inProgress: 0,
    neverStarted: 0,
    alreadyReset: 0,
    assignmentsOverridden: 0,
  };
  for (let at = 0; at < learnerIds.length; at += 1) {
    if (at === 0 || learnerIds[at] !== learnerIds[at - 1]) impact.learners += 1;
    const latest = states.latest[at] as number;
    if (states.marked[at]) impact.alreadyReset += 1;
    else if (latest === 0) impact.neverStarted += 1;
    else if (latest === COMPLETED) impact.completed += 1;
    else impact.inProgress += 1;
    if (overrides(latest, states.setting[at] as number)) impact.assignmentsOverridden += 1;
  }
  return impact;
}

const overrides = (latest: number, setting: number) =>
  latest !== 0 && (setting === NEVER || (setting === AFTER_COMPLETION && latest !== COMPLETED));
