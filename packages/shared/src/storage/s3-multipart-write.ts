import { randomUUID } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { answerOf } from './s3-error';

/** S3's minimum for all parts but the last, and at most 10,000 parts: files of up to 48 GiB. */
export const PART_BYTES = 5 * 1024 * 1024;
/** With the one that fills meanwhile, 20 MiB of memory a write. */
const PARTS_IN_FLIGHT = 3;

export type S3Object = { Bucket: string; Key: string };

/** Cuts the slices into parts of `PART_BYTES`, the last one shorter. No slices, no parts. */
export async function* cutIntoParts(slices: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let bytes = 0;
  for await (const slice of slices) {
    let rest = slice;
    while (bytes + rest.length >= PART_BYTES) {
      const missing = PART_BYTES - bytes;
      yield Buffer.concat([...held, rest.subarray(0, missing)]);
      rest = rest.subarray(missing);
      [held, bytes] = [[], 0];
    }
    if (rest.length > 0) held.push(rest);
    bytes += rest.length;
  }
  if (bytes > 0) yield Buffer.concat(held);
}

/**
 * Writes an object part by part, a few at a time. Whatever fails, the multipart upload is aborted; where even that
 * fails, a lifecycle rule of the bucket or upkeep has to remove it.
 * @param parts each of `PART_BYTES`, the last one as long or shorter
 * @param stopParts ends the parts with the error of one that could not be sent
 */
export async function writeMultipart(
  client: S3Client,
  object: S3Object,
  { parts, stopParts }: { parts: AsyncIterable<Buffer>; stopParts: (error: Error) => void },
): Promise<void> {
  const write = randomUUID();
  const creation = new CreateMultipartUploadCommand({ ...object, Metadata: { write } });
  const { UploadId } = await answerOf(client.send(creation));
  const upload = { ...object, UploadId };
  try {
    const sent = await sendParts(client, upload, { parts, stopParts });
    await complete(client, upload, { sent, write });
  } catch (error) {
    await client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
    throw error;
  }
}

type MultipartUpload = S3Object & { UploadId: string | undefined };

/** Settles when no part is under way any more: a part that arrives after the abort would be left for ever. */
async function sendParts(
  client: S3Client,
  upload: MultipartUpload,
  { parts, stopParts }: { parts: AsyncIterable<Buffer>; stopParts: (error: Error) => void },
) {
  const sent: CompletedPart[] = [];
  const failures: Error[] = [];
  const underWay = new Set<Promise<void>>();
  const fail = (error: Error) => {
    failures.push(error);
    stopParts(error);
  };
  const send = async (PartNumber: number, Body: Buffer) => {
    const { ETag } = await answerOf(client.send(new UploadPartCommand({ ...upload, PartNumber, Body })));
    sent[PartNumber - 1] = { PartNumber, ETag };
  };
  try {
    let number = 0;
    for await (const part of parts) {
      number += 1;
      const sending = send(number, part)
        .catch(fail)
        .finally(() => underWay.delete(sending));
      underWay.add(sending);
      if (underWay.size >= PARTS_IN_FLIGHT) await Promise.race(underWay);
    }
  } finally {
    await Promise.all(underWay);
  }
  if (failures[0]) throw failures[0];
  return sent;
}

/** An answer that got lost, or the "no such upload" that a second try then gets, does not unmake the object. */
async function complete(
  client: S3Client,
  { Bucket, Key, UploadId }: MultipartUpload,
  { sent, write }: { sent: CompletedPart[]; write: string },
) {
  const completion = { Bucket, Key, UploadId, MultipartUpload: { Parts: sent } };
  try {
    await answerOf(client.send(new CompleteMultipartUploadCommand(completion)));
  } catch (error) {
    const published = await client.send(new HeadObjectCommand({ Bucket, Key })).catch(() => undefined);
    if (published?.Metadata?.write !== write) throw error;
  }
}
