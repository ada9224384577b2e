import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  type MultipartUpload,
  type S3Client,
} from '@aws-sdk/client-s3';
import { answerOf, reasonOf, storeError } from './s3-error';

type Chosen = { bucket: string; prefix: string; before: Date };

/**
 * Aborts the multipart uploads under a prefix that began before a time. One that is gone meanwhile was ended by whoever has it, or
 * by another who looks.
 * @returns how many
 */
export async function abortMultipartUploads(
  client: S3Client,
  { bucket, prefix, before }: Chosen,
): Promise<number> {
  let aborted = 0;
  for await (const { Key, UploadId, Initiated } of multipartUploads(client, { bucket, prefix })) {
    if (!Initiated || Initiated >= before) continue;
    try {
      await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }));
      aborted += 1;
    } catch (error) {
      if (reasonOf(error) !== 'NoSuchUpload') throw storeError(error);
    }
  }
  return aborted;
}

async function* multipartUploads(
  client: S3Client,
  { bucket, prefix }: Pick<Chosen, 'bucket' | 'prefix'>,
): AsyncGenerator<MultipartUpload> {
  let place: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } = {};
  for (;;) {
    const page = await answerOf(
      client.send(
        new ListMultipartUploadsCommand({
          Bucket: bucket,
          ...(prefix && { Prefix: `${prefix}/` }),
          ...place,
        }),
      ),
    );
    yield* page.Uploads ?? [];
    if (!page.IsTruncated) return;
    place = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
  }
}
