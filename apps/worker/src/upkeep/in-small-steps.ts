import { setTimeout as delay } from 'node:timers/promises';
import { failpoint } from '@reset/shared/failpoints/failpoint';

const LONGEST_REST_MS = 1_000;

/**
 * Repeats a small step until it says that nothing is left. After each it rests for as long as the step took, so that what
 * people wait for has the database at least half of the time.
 * @param between asked after each step; what it throws ends the work
 */
export async function inSmallSteps(
  step: () => Promise<boolean>,
  between: () => Promise<void>,
): Promise<void> {
  for (;;) {
    const begun = Date.now();
    const more = await step();
    await failpoint('upkeep:removed-some');
    await between();
    if (!more) return;
    await delay(Math.min(Date.now() - begun, LONGEST_REST_MS));
  }
}
