import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { AppError } from '@reset/shared/errors/app-error';
import { codeOf } from '@reset/shared/log/logger';
import type { FileStore } from '@reset/shared/storage/file-store';

/**
 * Begins to read a file of a package.
 * @param path its decoded segments
 * @throws AppError `not-found` where there is no such file, or the path leads out of the package
 */
export async function readContentFile(
  fileStore: FileStore,
  storagePrefix: string,
  path: readonly string[],
): Promise<Readable> {
  if (path.length === 0 || !path.every(isPlain)) throw new AppError('not-found', {});
  const body = fileStore.read(`${storagePrefix}/${path.join('/')}`);
  try {
    // Also where the file is empty; a file that is not there fails instead, before an answer has begun.
    await once(body, 'readable');
  } catch (cause) {
    if (MISSING.has(codeOf(cause))) throw new AppError('not-found', {}, { cause });
    throw cause;
  }
  return body;
}

const isPlain = (segment: string): boolean =>
  segment !== '' && segment !== '.' && segment !== '..' && !/[/\\\0]/.test(segment);

/** A folder, a name that is too long, and a path below a file are no files either. */
const MISSING: ReadonlySet<string> = new Set(['ENOENT', 'EISDIR', 'ENAMETOOLONG', 'ENOTDIR']);
