import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { isAppError } from '../errors/app-error';
import type { FileStore } from './file-store';
import { reasonOf } from './s3-error';

/**
 * Writes, reads and removes a small file, so that a process with a store that does not work ends at its start. One that is full
 * works: what it holds can be read, and what needs room waits for it.
 * @param storageUrl of `fileStore`, for the message
 * @throws Error with one sentence: which store, why not, and what to do where that is known
 */
export async function checkFileStore(fileStore: FileStore, storageUrl: string): Promise<void> {
  const key = `check-${randomUUID()}`;
  try {
    await fileStore.write(key, Readable.from([Buffer.from(key)]));
    const read = await buffer(fileStore.read(key));
    await fileStore.remove(key);
    if (read.toString() !== key) throw new Error('other bytes came back than were written');
  } catch (error) {
    if (isAppError(error) && error.code === 'storage-full') return;
    throw new Error(`${nameOf(new URL(storageUrl))} cannot be used: ${explain(error)}`, { cause: error });
  }
}

function nameOf(url: URL): string {
  if (url.protocol === 'file:') return `The directory ${fileURLToPath(url)} (STORAGE_URL)`;
  const endpoint = url.searchParams.get('endpoint');
  return `The bucket ${url.hostname}${endpoint ? ` at ${endpoint}` : ''} (STORAGE_URL)`;
}

function explain(error: unknown): string {
  const reason = isAppError(error) && 'reason' in error.details ? error.details.reason : reasonOf(error);
  const advice = ADVICE[reason];
  if (advice) return `${reason}, ${advice}.`;
  return error instanceof Error && !isAppError(error) ? `${error.message}.` : `${reason}.`;
}

const ADVICE: Record<string, string> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'its file system is mounted for reading only',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'it is a file',
  ECONNREFUSED: 'nothing listens at the endpoint',
  ENOTFOUND: 'the name of the endpoint is unknown',
  TimeoutError: 'the endpoint does not answer',
  CredentialsProviderError: 'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  NoSuchBucket: 'make the bucket first',
  AccessDenied: 'the access key has no right to write, read and remove there',
  InvalidAccessKeyId: 'the access key is unknown',
  SignatureDoesNotMatch: 'the access key or its secret is wrong',
};
