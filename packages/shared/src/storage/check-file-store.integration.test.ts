import { checkFileStore } from './check-file-store';
import { openFileStore, type S3Credentials } from './open-file-store';
import { createTestBucket, type TestBucket } from './test-bucket.fixture';

let bucket: TestBucket;
beforeAll(async () => {
  bucket = await createTestBucket();
});
afterAll(() => bucket.drop());

const check = (url: string, credentials: S3Credentials = bucket.credentials) =>
  checkFileStore(openFileStore(url, { credentials }), url);

test('a bucket that can be used passes, and nothing is left in it', async () => {
  await check(bucket.url);
  expect(await bucket.contents()).toEqual([]);
});

test('a bucket that is not there is named', async () => {
  const url = bucket.url.replace(bucket.name, 'nobody-made-this');
  await expect(check(url)).rejects.toThrow(
    /^The bucket nobody-made-this at http.* \(STORAGE_URL\) cannot be used: NoSuchBucket, make the bucket first\.$/,
  );
});

test('a wrong secret is told, and not printed', async () => {
  const wrong = { ...bucket.credentials, secretAccessKey: 'not-the-secret' };
  const failure = await check(bucket.url, wrong).catch((error) => error.message);
  expect(failure).toMatch(/SignatureDoesNotMatch, the access key or its secret is wrong\.$/);
  expect(failure).not.toMatch(/not-the-secret/);
});
