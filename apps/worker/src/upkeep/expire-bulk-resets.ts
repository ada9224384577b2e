import type { BulkResetKey } from '@reset/shared/stores/bulk-reset-key';
import { cancelForsaken, expire, findExpiring, findForsaken } from '@reset/shared/stores/expire-bulk-reset';
import type { HousekeepingDeps, StillMine } from './keep-house';

const LIMIT = 200;

/** Ends what nobody went on with, and says of what has been kept for long enough that it is gone. */
export async function expireBulkResets(
  { dataSource, log, retention }: HousekeepingDeps,
  stillMine: StillMine,
): Promise<void> {
  const db = dataSource.manager;
  const counts = { forsaken: 0, files: 0, details: 0 };
  counts.forsaken = await each(
    () => findForsaken(db, { days: retention.files, limit: LIMIT }),
    (key) => cancelForsaken(dataSource, key, retention.files),
    stillMine,
  );
  for (const what of ['files', 'details'] as const)
    counts[what] = await each(
      () => findExpiring(db, what, { days: retention[what], limit: LIMIT }),
      (key) => expire(dataSource, key, what, { days: retention[what] }),
      stillMine,
    );
  if (Object.values(counts).some((count) => count > 0)) log.info(counts, 'bulk resets expired');
}

/** Looks again while there is something and it gets less. @returns how many were done */
async function each(
  find: () => Promise<BulkResetKey[]>,
  work: (key: BulkResetKey) => Promise<boolean>,
  stillMine: StillMine,
): Promise<number> {
  let total = 0;
  for (;;) {
    const found = await find();
    let done = 0;
    for (const key of found) {
      await stillMine();
      if (await work(key)) done += 1;
    }
    total += done;
    if (done === 0 || found.length < LIMIT) return total;
  }
}
