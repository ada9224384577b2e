import { setTimeout as delay } from 'node:timers/promises';
import type { BulkResetView } from '../contracts/bulk-reset';

/**
 * Looks at a bulk reset again and again, as its page does. What it shows may stand still; it never falls, and its
 * counts always make up the rows.
 * @param everyMs how often
 * @returns what was wrong, once it is stopped
 */
export function watchProgress(
  show: () => Promise<BulkResetView | undefined>,
  everyMs = 25,
): {
  stop: () => Promise<string[]>;
} {
  const violations = new Set<string>();
  let stopped = false;
  const look = async () => {
    let before: BulkResetView | undefined;
    while (!stopped) {
      const now = await show();
      if (now) {
        for (const violation of [...sums(now), ...(before ? falls(before, now) : [])])
          violations.add(violation);
        before = now;
      }
      await delay(everyMs);
    }
  };
  const looking = look();
  return {
    stop: async () => {
      stopped = true;
      await looking;
      return [...violations];
    },
  };
}

function sums({ counts: { rows, ...parts }, progress }: BulkResetView): string[] {
  const sum = Object.values(parts).reduce((total, count) => total + count, 0);
  return [
    ...(sum === rows ? [] : [`counts make ${sum} of ${rows} rows`]),
    ...(Object.values(parts).some((count) => count < 0) ? ['a count is negative'] : []),
    ...(progress && progress.rowsDone > progress.rowsTotal ? ['progress passes its total'] : []),
  ];
}

/** Of the same version and phase. */
function falls(before: BulkResetView, now: BulkResetView): string[] {
  if (before.summaryVersion !== now.summaryVersion) return [];
  const found: string[] = [];
  if (before.progress && now.progress?.phase === before.progress.phase)
    if (now.progress.rowsDone < before.progress.rowsDone)
      found.push(`progress of ${now.progress.phase} fell`);
  for (const name of ['reset', 'nothingToReset', 'changedSinceValidation'] as const)
    if (now.counts[name] < before.counts[name]) found.push(`${name} fell`);
  return found;
}
