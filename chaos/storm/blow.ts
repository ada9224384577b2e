import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '@reset/shared/generate/random';
import { FAULT_NAMES, FAULTS, type FaultName, subjectOf } from './faults';
import type { StormSystem } from './storm-system';

/** At most so many at once, each of another subject. */
const AT_ONCE = 3;

/**
 * A fault every few seconds, until the time is over and all of them have ended.
 * @param told says each as it begins
 * @returns how many there were of each kind
 */
export async function blow(
  storm: StormSystem,
  random: Random,
  until: number,
  told: (fault: FaultName) => void,
): Promise<Map<FaultName, number>> {
  const counts = new Map<FaultName, number>();
  const running = new Map<string, Promise<void>>();
  while (Date.now() < until) {
    await delay(400 + random.below(3_000));
    const fault = random.pick(FAULT_NAMES);
    const subject = subjectOf(fault);
    if (running.has(subject) || running.size >= AT_ONCE) continue;
    counts.set(fault, (counts.get(fault) ?? 0) + 1);
    told(fault);
    running.set(
      subject,
      FAULTS[fault](storm, random).finally(() => running.delete(subject)),
    );
  }
  await Promise.all(running.values());
  return counts;
}
