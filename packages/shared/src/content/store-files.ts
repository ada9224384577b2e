import type { DataSource } from 'typeorm';
import type { FileStore } from '../storage/file-store';
import { type ContentImport, touchImport } from '../stores/content-import.store';
import type { PackageFiles } from './archive/read-archive';

/** Small files wait for the disk or the network most of the time. */
const AT_ONCE = 8;
const TOUCH_EVERY_MS = 30_000;

/**
 * Writes the files of a package into the store, and says every half a minute that it is still at it.
 * @throws the first failure, when no write is under way any more
 */
export async function storeFiles(
  { dataSource, fileStore }: { dataSource: DataSource; fileStore: Pick<FileStore, 'write'> },
  under: ContentImport,
  files: PackageFiles,
): Promise<void> {
  let touched = Date.now();
  await forEachOf(files.paths, async (path) => {
    await fileStore.write(`${under.storagePrefix}/${path}`, await files.read(path));
    if (Date.now() - touched < TOUCH_EVERY_MS) return;
    touched = Date.now();
    if (!(await touchImport(dataSource.manager, under)))
      throw new Error('upkeep took the import for abandoned');
  });
}

/** Removes files that belong to no package; what is not there is no error. */
export const removeFiles = (
  fileStore: Pick<FileStore, 'remove'>,
  storagePrefix: string,
  paths: readonly string[],
): Promise<void> => forEachOf(paths, (path) => fileStore.remove(`${storagePrefix}/${path}`));

/** Works on a few at once; after a failure no other is begun. */
async function forEachOf<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = items.values();
  let failed = false;
  const results = await Promise.allSettled(
    Array.from({ length: AT_ONCE }, async () => {
      for (const item of waiting) {
        if (failed) return;
        await work(item).catch((error: unknown) => {
          failed = true;
          throw error;
        });
      }
    }),
  );
  const failure = results.find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
}
