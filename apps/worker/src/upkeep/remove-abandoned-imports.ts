import { removeFiles } from '@reset/shared/content/store-files';
import { endImport, takeAbandonedImport } from '@reset/shared/stores/content-import.store';
import { inSmallSteps } from './in-small-steps';
import type { HousekeepingDeps, StillMine } from './keep-house';

/** An import says every half a minute that it is still at it. */
const ABANDONED_AFTER_SECONDS = 3_600;

/** Removes the files of course packages whose import was never finished. */
export function removeAbandonedImports(
  { dataSource, fileStore, log }: HousekeepingDeps,
  stillMine: StillMine,
): Promise<void> {
  return inSmallSteps(async () => {
    const abandoned = await takeAbandonedImport(dataSource, ABANDONED_AFTER_SECONDS);
    if (!abandoned) return false;
    await removeFiles(fileStore, abandoned.storagePrefix, abandoned.paths);
    await endImport(dataSource.manager, abandoned);
    log.info({ files: abandoned.paths.length }, 'abandoned import removed');
    return true;
  }, stillMine);
}
