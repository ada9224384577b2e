import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { AppError } from '../errors/app-error';
import { abortMultipartUploads } from './abort-multipart-uploads';
import { digestBody } from './digest-body';
import type { AbandonedWrites, ByteRange, FileStore } from './file-store';
import { insideRoot } from './inside-root';
import { readNothing } from './read-nothing';
import { answerOf, reasonOf } from './s3-error';
import { cutIntoParts, PART_BYTES, type S3Object, writeMultipart } from './s3-multipart-write';

/**
 * Files in a bucket that is there already. A file under 5 MiB is one request, a longer one a multipart upload.
 * @param prefix stands before every key; empty where the bucket is ours alone
 */
export function s3FileStore(
  client: S3Client,
  { bucket, prefix }: { bucket: string; prefix: string },
): FileStore & AbandonedWrites {
  const root = `/${prefix}`;
  const objectAt = (key: string): S3Object => ({ Bucket: bucket, Key: insideRoot(root, key).slice(1) });
  return {
    write: (key, body) =>
      digestBody(body, (slices) =>
        writeObject(client, objectAt(key), slices, { stopBody: (error) => body.destroy(error) }),
      ),
    read: (key, range) => readObject(client, objectAt(key), range),
    size: async (key) => {
      const { ContentLength } = await answerOf(client.send(new HeadObjectCommand(objectAt(key))));
      if (ContentLength === undefined)
        throw new AppError('storage-unavailable', { reason: 'no Content-Length' });
      return ContentLength;
    },
    remove: async (key) => {
      await answerOf(client.send(new DeleteObjectCommand(objectAt(key))));
    },
    removeAbandonedWrites: (before) => abortMultipartUploads(client, { bucket, prefix, before }),
  };
}

async function writeObject(
  client: S3Client,
  object: S3Object,
  slices: AsyncIterable<Buffer>,
  { stopBody }: { stopBody: (error: Error) => void },
) {
  const parts = cutIntoParts(slices);
  const { value: first = Buffer.alloc(0) } = await parts.next();
  if (first.length < PART_BYTES) {
    await answerOf(client.send(new PutObjectCommand({ ...object, Body: first })));
  } else {
    await writeMultipart(client, object, { parts: resumed(first, parts), stopParts: stopBody });
  }
}

async function* resumed(first: Buffer, rest: AsyncIterable<Buffer>) {
  yield first;
  yield* rest;
}

function readObject(client: S3Client, object: S3Object, range: ByteRange | undefined): Readable {
  if (range && range.endByte <= range.startByte) {
    return readNothing(() => answerOf(client.send(new HeadObjectCommand(object))));
  }
  // S3 counts the last byte in.
  const Range = range && `bytes=${range.startByte}-${range.endByte - 1}`;
  const file = new PassThrough();
  const abort = new AbortController();
  file.once('close', () => abort.abort());
  const sent = client.send(new GetObjectCommand({ ...object, ...(Range && { Range }) }), {
    abortSignal: abort.signal,
  });
  fill(file, sent).catch((error) => file.destroy(error));
  return file;
}

async function fill(file: PassThrough, sent: Promise<{ Body?: unknown }>) {
  try {
    const { Body } = await answerOf(sent);
    // In Node.js the body is always a stream.
    await answerOf(pipeline(Body as Readable, file));
  } catch (error) {
    if (!startsPastTheEnd(error)) throw error;
    file.end();
  }
}

const startsPastTheEnd = (error: unknown) =>
  error instanceof Error && reasonOf(error.cause) === 'InvalidRange';
