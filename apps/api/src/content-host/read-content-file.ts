import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { AppError } from '@reset/shared/errors/app-error';
import { codeOf } from '@reset/shared/log/logger';
import type { ByteRange, FileStore } from '@reset/shared/storage/file-store';

export type FilePart = ByteRange & { size: number };
/** @returns the part of a file of this size that is asked for; `undefined` for all of it */
export type PartOf = (size: number) => ByteRange | undefined;
export type ContentFile = { body: Readable; part: FilePart | undefined };

/**
 * Begins to read a file of a package.
 * @param path its decoded segments
 * @param partOf where a part is asked for
 * @throws AppError `not-found` where there is no such file, or the path leads out of the package
 */
export async function readContentFile(
  fileStore: FileStore,
  storagePrefix: string,
  path: readonly string[],
  partOf: PartOf | undefined,
): Promise<ContentFile> {
  if (path.length === 0 || !path.every(isPlain)) throw new AppError('not-found', {});
  const key = `${storagePrefix}/${path.join('/')}`;
  try {
    const size = partOf ? await fileStore.size(key) : 0;
    const range = partOf?.(size);
    const body = fileStore.read(key, range);
    // Also where the file is empty; a file that is not there fails instead, before an answer has begun.
    await once(body, 'readable');
    return { body, part: range && { ...range, size } };
  } catch (cause) {
    if (MISSING.has(codeOf(cause))) throw new AppError('not-found', {}, { cause });
    throw cause;
  }
}

const isPlain = (segment: string): boolean =>
  segment !== '' && segment !== '.' && segment !== '..' && !/[/\\\0]/.test(segment);

/** A folder, a name that is too long, and a path below a file are no files either. */
const MISSING: ReadonlySet<string> = new Set(['ENOENT', 'EISDIR', 'ENAMETOOLONG', 'ENOTDIR']);
