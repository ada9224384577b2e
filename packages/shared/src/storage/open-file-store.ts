import { fileURLToPath } from 'node:url';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { directoryFileStore } from './directory-file-store';
import type { AbandonedWrites, FileStore } from './file-store';
import { s3FileStore } from './s3-file-store';

export type S3Credentials = { accessKeyId: string; secretAccessKey: string };

/**
 * Opens the file store that a storage URL names. Nothing is asked of it yet: `checkFileStore` does that.
 *
 * - `file:///var/lib/reset` is a local directory, made on the first write.
 * - `s3://bucket/prefix` is a bucket of S3, or of whatever speaks S3 where `?endpoint=http://…` is given.
 *   `&region=…` is the SDK's own (`AWS_REGION`, profile) where it is left out, or `us-east-1` with an endpoint.
 *   `&forcePathStyle=` is `true` with an endpoint and `false` without, where it is left out.
 *   `&silence=` is after how many seconds without a byte a connection is given up and asked anew, 300 where it is left out.
 *
 * @param credentials for S3; where they are left out, the SDK looks for them in its usual places: `AWS_ACCESS_KEY_ID`
 *   and `AWS_SECRET_ACCESS_KEY`, profiles, web identity, the instance's role
 * @throws Error that says what is wrong with the URL
 */
export function openFileStore(
  storageUrl: string,
  { credentials }: { credentials?: S3Credentials } = {},
): FileStore & AbandonedWrites {
  const url = new URL(storageUrl);
  if (url.protocol === 'file:') return directoryFileStore(fileURLToPath(url));
  if (url.protocol !== 's3:') throw new Error(`a storage URL begins with file: or s3:, not ${url.protocol}`);
  if (!url.hostname) throw new Error('an s3: storage URL names a bucket: s3://bucket/prefix');
  const place = {
    bucket: url.hostname,
    prefix: url.pathname.split('/').filter(Boolean).map(decodeURIComponent).join('/'),
  };
  return s3FileStore(
    new S3Client({ ...clientConfig(url.searchParams), ...(credentials && { credentials }) }),
    place,
  );
}

const PARAMETERS = ['endpoint', 'region', 'forcePathStyle', 'silence'];

function clientConfig(parameters: URLSearchParams): S3ClientConfig {
  const unknown = [...parameters.keys()].filter((name) => !PARAMETERS.includes(name));
  if (unknown.length > 0) throw new Error(`a storage URL has no parameter ${unknown.join(', ')}`);
  const endpoint = parameters.get('endpoint');
  const region = parameters.get('region') ?? (endpoint ? 'us-east-1' : undefined);
  return {
    ...(endpoint && { endpoint }),
    ...(region && { region }),
    forcePathStyle: pathStyle(parameters.get('forcePathStyle'), endpoint !== null),
    // The SDK's own checksums are unknown to many stores that speak S3. Each part is signed with its SHA-256 anyway.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: 5_000,
      socketTimeout: silenceMs(parameters.get('silence')),
      httpAgent: { maxSockets: SOCKETS },
      httpsAgent: { maxSockets: SOCKETS },
    },
  };
}

/** A download that its reader has paused is silent too. */
const SILENCE_SECONDS = 300;
/** Each download that is under way keeps one. */
const SOCKETS = 256;

function silenceMs(text: string | null): number {
  const seconds = text === null ? SILENCE_SECONDS : Number(text);
  if (!Number.isInteger(seconds) || seconds <= 0)
    throw new Error('silence of a storage URL is a whole number of seconds');
  return seconds * 1_000;
}

function pathStyle(text: string | null, ownEndpoint: boolean): boolean {
  if (text === null) return ownEndpoint;
  if (text !== 'true' && text !== 'false')
    throw new Error('forcePathStyle of a storage URL is true or false');
  return text === 'true';
}
