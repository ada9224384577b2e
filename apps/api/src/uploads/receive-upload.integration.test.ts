import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { openFileStore } from '@reset/shared/storage/open-file-store';
import { createTestBucket, type TestBucket } from '@reset/shared/storage/test-bucket.fixture';
import { receiveUpload } from './receive-upload';

let bucket: TestBucket;
beforeAll(async () => {
  bucket = await createTestBucket();
});
afterAll(() => bucket.drop());

const ROWS = Buffer.from('ann,6f1c9a52-3f57-4f5e-9d0a-0e3a1f6b7c01,TRUE\n'.repeat(1_000));
/** Long enough for several parts. */
function* slices(lastRow: string) {
  yield Buffer.from('Learner,Content,Reset required\n');
  for (let count = 0; count < 300; count += 1) yield ROWS;
  yield Buffer.from(lastRow);
}
const receive = (body: Readable) => {
  const fileStore = openFileStore(bucket.url, { credentials: bucket.credentials });
  const limits = { maxBytes: 1_000_000_000, rowsPerChunk: 5_000, bytesPerChunk: 1_000_000 };
  return receiveUpload({ fileStore, limits }, { body, key: 'org/upload.csv' });
};

test('an upload goes into a bucket as it is', async () => {
  const { bytes, inspection } = await receive(Readable.from(slices('bob,A-17,FALSE\n')));
  expect(inspection.rows).toBe(300_001);
  const store = openFileStore(bucket.url, { credentials: bucket.credentials });
  const stored = await buffer(store.read('org/upload.csv'));
  expect(stored.equals(Buffer.concat([...slices('bob,A-17,FALSE\n')]))).toBe(true);
  expect(stored).toHaveLength(bytes);
  await store.remove('org/upload.csv');
});

test('a file that is refused in its last row leaves nothing in the bucket', async () => {
  const receiving = receive(Readable.from(slices('"never closed,A-17,TRUE\n')));
  await expect(receiving).rejects.toMatchObject({ code: 'file-refused', details: { row: 300_002 } });
  expect(await bucket.contents()).toEqual([]);
});
