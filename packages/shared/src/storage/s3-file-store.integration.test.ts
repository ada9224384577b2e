import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { CreateMultipartUploadCommand, type S3Client } from '@aws-sdk/client-s3';
import { describeFileStore } from './file-store.suite.fixture';
import { openFileStore, type S3Credentials } from './open-file-store';
import { s3FileStore } from './s3-file-store';
import { PART_BYTES } from './s3-multipart-write';
import { bodyOf, sha256Of, someBytes } from './test-body.fixture';
import { createTestBucket, type TestBucket, testS3Client } from './test-bucket.fixture';

let bucket: TestBucket;
beforeAll(async () => {
  bucket = await createTestBucket();
});
afterAll(() => bucket.drop());

// A prefix for each test: what it leaves is told from what the others left.
let tests = 0;
let prefix: string;
beforeEach(() => {
  tests += 1;
  prefix = `test ${tests}/deeper`;
});
async function contents(): Promise<string[]> {
  const inPrefix = (await bucket.contents()).filter((name) => name.includes(`${prefix}/`));
  return inPrefix.map((name) => name.replace(`${prefix}/`, ''));
}

const openStore = (credentials: S3Credentials = bucket.credentials) =>
  openFileStore(bucket.url.replace(bucket.name, `${bucket.name}/${prefix}`), { credentials });

describeFileStore(async () => ({ store: openStore(), contents }));

test('a wrong secret is refused, for writing and for reading', async () => {
  await openStore().write('org/file.csv', bodyOf(someBytes(10)));
  const store = openStore({ ...bucket.credentials, secretAccessKey: 'not-the-secret' });
  const refusal = { code: 'storage-unavailable', details: { reason: 'SignatureDoesNotMatch' } };
  const body = bodyOf(someBytes(10));
  await expect(store.write('org/other.csv', body)).rejects.toMatchObject(refusal);
  expect(body.destroyed).toBe(true);
  await expect(buffer(store.read('org/file.csv'))).rejects.toMatchObject(refusal);
  await expect(store.remove('org/file.csv')).rejects.toMatchObject(refusal);
  expect(await contents()).toEqual(['org/file.csv']);
});

test.each([
  ['in the middle', 2],
  ['at the end, when the body is through', 8],
])('a part that is refused %s ends the write, and the multipart upload is aborted', async (_, refused) => {
  const client = testS3Client({ maxAttempts: 1 });
  let parts = 0;
  interceptEach(client, 'UploadPartCommand', async (send) => {
    parts += 1;
    if (parts === refused) throw Object.assign(new Error('slow down'), { name: 'SlowDown' });
    return send();
  });
  const body = bodyOf(someBytes(7 * PART_BYTES + 1));
  const writing = s3FileStore(client, { bucket: bucket.name, prefix }).write('org/file.csv', body);
  await expect(writing).rejects.toMatchObject({
    code: 'storage-unavailable',
    details: { reason: 'SlowDown' },
  });
  expect(body.destroyed).toBe(true);
  expect(parts).toBeLessThanOrEqual(refused + 2);
  expect(await contents()).toEqual([]);
});

test('a write whose last answer is lost is found to be done', async () => {
  const client = testS3Client({ maxAttempts: 1 });
  interceptEach(client, 'CompleteMultipartUploadCommand', async (send) => {
    await send();
    throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  });
  const bytes = someBytes(2 * PART_BYTES + 1);
  const written = await s3FileStore(client, { bucket: bucket.name, prefix }).write(
    'org/file.csv',
    bodyOf(bytes),
  );
  expect(written.sha256).toBe(sha256Of(bytes));
  expect((await buffer(openStore().read('org/file.csv'))).equals(bytes)).toBe(true);
  expect(await contents()).toEqual(['org/file.csv']);
});

test('a write that cannot be completed leaves what was there before', async () => {
  await openStore().write('org/file.csv', bodyOf(Buffer.from('before')));
  const client = testS3Client({ maxAttempts: 1 });
  interceptEach(client, 'CompleteMultipartUploadCommand', async () => {
    throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  });
  const writing = s3FileStore(client, { bucket: bucket.name, prefix }).write(
    'org/file.csv',
    bodyOf(someBytes(6e6)),
  );
  await expect(writing).rejects.toMatchObject({
    code: 'storage-unavailable',
    details: { reason: 'ECONNRESET' },
  });
  expect((await buffer(openStore().read('org/file.csv'))).toString()).toBe('before');
  expect(await contents()).toEqual(['org/file.csv']);
});

test('a write holds a few parts at a time, however long the body', async () => {
  const client = testS3Client();
  let stored = 0;
  interceptEach(client, 'UploadPartCommand', async (send) => {
    const answer = await send();
    stored += PART_BYTES;
    return answer;
  });
  let taken = 0;
  let most = 0;
  const slice = someBytes(64 * 1024);
  function* slices() {
    for (let count = 0; count < 1_600; count += 1) {
      taken += slice.length;
      most = Math.max(most, taken - stored);
      yield slice;
    }
  }
  await s3FileStore(client, { bucket: bucket.name, prefix }).write('org/file.csv', Readable.from(slices()));
  expect(taken).toBe(100 * 1024 * 1024);
  expect(most).toBeLessThanOrEqual(5 * PART_BYTES);
});

test('what a killed process left is aborted once it is old enough', async () => {
  const store = openStore();
  await store.write('org/file.csv', bodyOf(Buffer.from('published')));
  const abandoned = { Bucket: bucket.name, Key: `${prefix}/org/abandoned.csv` };
  await bucket.client.send(new CreateMultipartUploadCommand(abandoned));
  expect(await store.removeAbandonedWrites(new Date(Date.now() - 3_600_000))).toBe(0);
  expect(await contents()).toEqual(['org/file.csv', 'unfinished org/abandoned.csv']);
  expect(await store.removeAbandonedWrites(new Date(Date.now() + 3_600_000))).toBe(1);
  expect(await contents()).toEqual(['org/file.csv']);
});

test('an abandoned upload that another worker has aborted meanwhile is passed over, and the next one is not', async () => {
  const keys = ['one', 'two'].map((name) => `${prefix}/org/${name}.csv`);
  for (const Key of keys)
    await bucket.client.send(new CreateMultipartUploadCommand({ Bucket: bucket.name, Key }));
  const client = testS3Client();
  let sent = 0;
  interceptEach(client, 'AbortMultipartUploadCommand', async (send) => {
    sent += 1;
    if (sent === 1) await openStore().removeAbandonedWrites(new Date(Date.now() + 3_600_000));
    return send();
  });
  const store = s3FileStore(client, { bucket: bucket.name, prefix });
  await store.removeAbandonedWrites(new Date(Date.now() + 3_600_000));
  expect(sent).toBe(2);
  expect(await contents()).toEqual([]);
});

/** Stands in the way of one kind of request, to make a fault. */
function interceptEach(
  client: S3Client,
  command: string,
  handle: (send: () => Promise<unknown>) => Promise<unknown>,
) {
  client.middlewareStack.add(
    (next, context) => async (request) =>
      // The answer passes through `handle` as it is.
      context.commandName === command ? ((await handle(() => next(request))) as never) : next(request),
    { step: 'initialize' },
  );
}
