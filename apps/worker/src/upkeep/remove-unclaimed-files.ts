import { forgetUnclaimedFile, takeAbandonedFiles } from '@reset/shared/stores/unclaimed-file.store';
import { inSmallSteps } from './in-small-steps';
import type { HousekeepingDeps, StillMine } from './keep-house';
import { ABANDONED_AFTER_MS } from './remove-abandoned-writes';

const LIMIT = 100;

/** Removes uploads that lie in the store and that no bulk reset has: their process died between the two. */
export function removeUnclaimedFiles(
  { dataSource, fileStore, log }: HousekeepingDeps,
  stillMine: StillMine,
): Promise<void> {
  const db = dataSource.manager;
  return inSmallSteps(async () => {
    const files = await takeAbandonedFiles(db, { afterSeconds: ABANDONED_AFTER_MS / 1_000, limit: LIMIT });
    for (const file of files) {
      await fileStore.remove(file.storageKey);
      await forgetUnclaimedFile(db, file);
    }
    if (files.length > 0) log.info({ removed: files.length }, 'unclaimed files removed');
    return files.length === LIMIT;
  }, stillMine);
}
