import { randomBytes } from 'node:crypto';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import type { S3Credentials } from './open-file-store';

export type TestBucket = {
  client: S3Client;
  name: string;
  /** A storage URL of this bucket. */
  url: string;
  credentials: S3Credentials;
  /** Everything in the bucket: keys, and multipart uploads that are neither complete nor aborted. */
  contents: () => Promise<string[]>;
  drop: () => Promise<void>;
};

/** Asks for the S3 server that `npm test` starts; another one may be given. */
function serverOf(): { url: URL; credentials: S3Credentials } {
  const { TEST_S3_URL, TEST_S3_ACCESS_KEY, TEST_S3_SECRET_KEY } = process.env;
  if (!TEST_S3_URL || !TEST_S3_ACCESS_KEY || !TEST_S3_SECRET_KEY) {
    throw new Error(
      'TEST_S3_URL, TEST_S3_ACCESS_KEY, TEST_S3_SECRET_KEY are not set: run the tests with npm test',
    );
  }
  const credentials = { accessKeyId: TEST_S3_ACCESS_KEY, secretAccessKey: TEST_S3_SECRET_KEY };
  return { url: new URL(TEST_S3_URL), credentials };
}

/** A client of the tests' own, with the same settings as the store's. */
export function testS3Client({ maxAttempts = 3 } = {}): S3Client {
  const { url, credentials } = serverOf();
  const endpoint = url.searchParams.get('endpoint');
  return new S3Client({
    ...(endpoint && { endpoint }),
    region: url.searchParams.get('region') ?? 'us-east-1',
    forcePathStyle: url.searchParams.get('forcePathStyle') === 'true',
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    credentials,
    maxAttempts,
  });
}

/** A bucket of its own for one test file. */
export async function createTestBucket(): Promise<TestBucket> {
  const { url, credentials } = serverOf();
  const client = testS3Client();
  const name = `test-${randomBytes(8).toString('hex')}`;
  url.hostname = name;
  await client.send(new CreateBucketCommand({ Bucket: name }));
  const keys = async () => {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: name }));
    return Contents.map(({ Key }) => `${Key}`);
  };
  const contents = async () => {
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: name }));
    return [...(await keys()), ...Uploads.map(({ Key }) => `unfinished ${Key}`)];
  };
  const drop = async () => {
    for (const Key of await keys()) await client.send(new DeleteObjectCommand({ Bucket: name, Key }));
    await client.send(new DeleteBucketCommand({ Bucket: name }));
    client.destroy();
  };
  return { client, name, url: url.href, credentials, contents, drop };
}
