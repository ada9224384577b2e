import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { FileStore } from './file-store';
import { bodyOf, bodyThatBreaks, sha256Of, someBytes } from './test-body.fixture';

const MEGABYTE = 1_000_000;

export type StoreUnderTest = {
  store: FileStore;
  /** Every file in the store, published or not. */
  contents: () => Promise<string[]>;
};

/**
 * What every kind of file store does. Called at the top of a test file.
 * @param opened gives an empty store; asked once for each test
 */
export function describeFileStore(opened: () => Promise<StoreUnderTest>): void {
  let store: FileStore;
  let contents: () => Promise<string[]>;
  beforeEach(async () => {
    ({ store, contents } = await opened());
  });
  const readAll = (key: string) => buffer(store.read(key));

  test.each([
    ['an empty file', 0],
    ['a small file', 1_234],
    ['a file of exactly one part', 5 * 1024 * 1024],
    ['a file of 20 MB', 20 * MEGABYTE],
  ])('%s comes back as it was written, with its size and digest', async (_, length) => {
    const bytes = someBytes(length);
    const written = await store.write('org/file.csv', bodyOf(bytes));
    expect(written).toEqual({ bytes: length, sha256: sha256Of(bytes) });
    expect((await readAll('org/file.csv')).equals(bytes)).toBe(true);
    expect(await store.size('org/file.csv')).toBe(length);
    expect(await contents()).toEqual(['org/file.csv']);
  });

  test('the size of a file that is not there fails with ENOENT', async () => {
    await expect(store.size('org/none.csv')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('text is written as UTF-8 and counted in bytes', async () => {
    const written = await store.write('org/text.csv', Readable.from(['Ж,', 'é\n']));
    expect(written.bytes).toBe(6);
    expect((await readAll('org/text.csv')).toString()).toBe('Ж,é\n');
  });

  test('a key may hold blanks, accents and what has a meaning in a URL', async () => {
    const key = 'org/a b/ç+%41?#&=.csv';
    await store.write(key, bodyOf(Buffer.from('there')));
    expect((await readAll(key)).toString()).toBe('there');
    expect(await contents()).toEqual([key]);
  });

  test('ranges are half-open and give as much as there is', async () => {
    const bytes = someBytes(12 * MEGABYTE);
    await store.write('org/file.csv', bodyOf(bytes));
    const ranges = [
      [0, 1],
      [0, 0],
      [7, 7],
      [1_000, 1_700_000],
      [5 * 1024 * 1024 - 1, 5 * 1024 * 1024 + 1],
      [bytes.length - 3, bytes.length],
      [bytes.length - 3, bytes.length + 100],
      [bytes.length, bytes.length + 1],
    ] as const;
    for (const [startByte, endByte] of ranges) {
      const read = await buffer(store.read('org/file.csv', { startByte, endByte }));
      expect(read.equals(bytes.subarray(startByte, endByte))).toBe(true);
    }
  });

  test('a reader may stop in the middle', async () => {
    await store.write('org/file.csv', bodyOf(someBytes(3 * MEGABYTE)));
    const file = store.read('org/file.csv');
    for await (const _ of file) break;
    expect(file.destroyed).toBe(true);
    expect(await readAll('org/file.csv')).toHaveLength(3 * MEGABYTE);
  });

  test.each([
    ['the whole file', undefined],
    ['a range', { startByte: 2, endByte: 5 }],
    ['an empty range', { startByte: 2, endByte: 2 }],
  ])('reading %s that is not there fails with ENOENT', async (_, range) => {
    await expect(buffer(store.read('org/none.csv', range))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('removing takes the file away, and once more is no error', async () => {
    await store.write('org/file.csv', bodyOf(someBytes(10)));
    await store.remove('org/file.csv');
    await store.remove('org/file.csv');
    expect(await contents()).toEqual([]);
  });

  test.each([
    ['at once', 0],
    ['after a little', 1_000],
    ['after several parts', 12 * MEGABYTE],
  ])('a body that fails %s leaves nothing', async (_, length) => {
    const error = new Error('the line broke');
    await expect(store.write('org/file.csv', bodyThatBreaks(someBytes(length), error))).rejects.toBe(error);
    expect(await contents()).toEqual([]);
  });

  test('a body that ends without having come to its end leaves nothing', async () => {
    const body = new Readable({ read() {} });
    const writing = store.write('org/file.csv', body);
    body.push(someBytes(100));
    body.destroy();
    await expect(writing).rejects.toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' });
    expect(await contents()).toEqual([]);
  });

  test('a body that had failed before is refused', async () => {
    const error = new Error('gone before it began');
    const body = new Readable({ read() {} });
    body.once('error', () => {}).destroy(error);
    await expect(store.write('org/file.csv', body)).rejects.toBe(error);
    expect(await contents()).toEqual([]);
  });

  test('a body that fails while the store gets ready leaves nothing', async () => {
    const error = new Error('gone at once');
    const body = new Readable({ read() {} });
    const writing = store.write('org/file.csv', body);
    body.destroy(error);
    await expect(writing).rejects.toBe(error);
    expect(await contents()).toEqual([]);
  });

  test('a write replaces the file whole; one that fails leaves it as it was', async () => {
    const [first, second] = [someBytes(6 * MEGABYTE, 1), someBytes(100, 2)];
    await store.write('org/file.csv', bodyOf(first));
    const broken = bodyThatBreaks(someBytes(7 * MEGABYTE, 3), new Error('the line broke'));
    await expect(store.write('org/file.csv', broken)).rejects.toThrow('the line broke');
    expect((await readAll('org/file.csv')).equals(first)).toBe(true);
    await store.write('org/file.csv', bodyOf(second));
    expect((await readAll('org/file.csv')).equals(second)).toBe(true);
    expect(await contents()).toEqual(['org/file.csv']);
  });

  test('nobody sees a file before its last byte is in', async () => {
    const body = new Readable({ read() {} });
    const writing = store.write('org/file.csv', body);
    body.push(someBytes(6 * MEGABYTE));
    await expect(readAll('org/file.csv')).rejects.toMatchObject({ code: 'ENOENT' });
    body.push(null);
    await writing;
    expect(await readAll('org/file.csv')).toHaveLength(6 * MEGABYTE);
  });

  test('two writes of one key at a time leave one of the two, whole', async () => {
    const bodies = [someBytes(6 * MEGABYTE, 1), someBytes(6 * MEGABYTE, 2)];
    const written = await Promise.all(bodies.map((bytes) => store.write('org/file.csv', bodyOf(bytes))));
    expect(written.map(({ sha256 }) => sha256)).toEqual(bodies.map(sha256Of));
    expect(bodies.map(sha256Of)).toContain(sha256Of(await readAll('org/file.csv')));
    expect(await contents()).toEqual(['org/file.csv']);
  });

  // The last two stand beside the roots of the stores under test, and begin with their names.
  const leadsOut = ['../evil.csv', 'org/../../evil.csv', '/etc/evil.csv', '', '.', 'org/..'];
  test.each([...leadsOut, '../root-evil/file.csv', '../deeper-evil/file.csv'])(
    'the key "%s" leads out of the store and is refused',
    async (key) => {
      const body = bodyOf(someBytes(10));
      await expect(store.write(key, body)).rejects.toThrow('key leaves the store');
      expect(body.destroyed).toBe(true);
      expect(() => store.read(key)).toThrow('key leaves the store');
      await expect(store.size(key)).rejects.toThrow('key leaves the store');
      await expect(store.remove(key)).rejects.toThrow('key leaves the store');
    },
  );

  test('a file is read while another is written, as from one key to the next', async () => {
    const bytes = someBytes(11 * MEGABYTE);
    await store.write('org/upload.csv', bodyOf(bytes));
    const copied = await store.write('org/report.csv', store.read('org/upload.csv'));
    expect(copied).toEqual({ bytes: bytes.length, sha256: sha256Of(bytes) });
    const drained: number[] = [];
    await pipeline(store.read('org/report.csv'), async (slices) => {
      for await (const slice of slices) drained.push(slice.length);
    });
    expect(drained.reduce((sum, length) => sum + length, 0)).toBe(bytes.length);
  });
}
