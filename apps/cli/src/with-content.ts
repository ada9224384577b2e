import { DEFAULT_CONTENT_LIMITS } from '@reset/shared/content/content-limits';
import type { ImportDeps } from '@reset/shared/content/import-package';
import { checkFileStore } from '@reset/shared/storage/check-file-store';
import { openFileStore } from '@reset/shared/storage/open-file-store';
import type { Context } from './command';
import { readContentConfig } from './config/cli-config';
import { withDatabase } from './with-database';

/** Connects to the database and the store of files, works and disconnects. @throws Error that says which cannot be used */
export async function withContent<Result>(
  context: Pick<Context, 'environment'>,
  work: (deps: ImportDeps) => Promise<Result>,
): Promise<Result> {
  const { STORAGE_URL } = readContentConfig(context.environment);
  const fileStore = openFileStore(STORAGE_URL);
  await checkFileStore(fileStore, STORAGE_URL);
  return withDatabase(context, (dataSource) =>
    work({ dataSource, fileStore, limits: DEFAULT_CONTENT_LIMITS }),
  );
}
