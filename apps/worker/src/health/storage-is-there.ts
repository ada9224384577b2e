import { buffer } from 'node:stream/consumers';
import { codeOf } from '@reset/shared/log/logger';
import type { FileStore } from '@reset/shared/storage/file-store';

/** A file that nobody ever writes. */
const NO_FILE = 'health/nothing';

/** Asks for a file that is not there, and writes nothing: to be told so is an answer. For those who ask often. */
export async function storageIsThere(fileStore: Pick<FileStore, 'read'>): Promise<void> {
  await buffer(fileStore.read(NO_FILE)).catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') throw error;
  });
}
