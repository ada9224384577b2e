import { buffer } from 'node:stream/consumers';
import { withArchive, type ZipEntry, zipOf } from '../archive.fixture';
import type { ContentLimits } from '../content-limits';

const list = (bytes: Buffer, limits?: Partial<ContentLimits>) =>
  withArchive(bytes, async ({ paths }) => paths, limits);
const readAll = (bytes: Buffer, limits?: Partial<ContentLimits>) =>
  withArchive(
    bytes,
    async ({ paths, read }) => {
      const contents: Record<string, string> = {};
      for (const path of paths) contents[path] = (await buffer(await read(path))).toString();
      return contents;
    },
    limits,
  );
const refusal = (reason: string) => ({
  code: 'package-refused',
  details: expect.objectContaining({ reason }),
});

test('the files of an archive come out as they went in; folders and litter are no files', async () => {
  const found = await readAll(
    zipOf([
      { name: 'content/', mode: 0o040755 },
      { name: 'content/Übung 1.html', content: '<p>ü</p>' },
      { name: 'stored.txt', content: 'as it is', method: 0 },
      { name: 'empty.js', content: '' },
      { name: '__MACOSX/._x', content: 'x' },
      { name: 'content/.DS_Store', content: 'x' },
    ]),
  );
  expect(found).toEqual({ 'content/Übung 1.html': '<p>ü</p>', 'stored.txt': 'as it is', 'empty.js': '' });
});

test('names are in NFC, and in UTF-8 also where the archive does not say so', async () => {
  const name = Buffer.from('u\u0308ben.html'); // as macOS writes it
  expect(await list(zipOf([{ name, flags: 0 }]))).toEqual(['\u00fcben.html']);
  expect(await list(zipOf([{ name: Buffer.from([0x81, 0x2e, 0x74]), flags: 0 }]))).toEqual(['\u00fc.t']);
});

test.each<[string, string, string]>([
  ['a path that leads upwards', '../evil.html', 'path-leaves-package'],
  ['a path that leads upwards from within', 'a/../../evil.html', 'path-leaves-package'],
  ['a path that leads up and stays inside', 'a/../evil.html', 'path-leaves-package'],
  ['an absolute path', '/etc/passwd', 'path-leaves-package'],
  ['a drive letter', 'C:evil.html', 'path-leaves-package'],
  ['a backslash', '..\\evil.html', 'path-not-allowed'],
  ['a NUL', 'index.html\0.png', 'path-not-allowed'],
  ['a line break', 'a\nb', 'path-not-allowed'],
  ['an empty part', 'a//b', 'path-not-allowed'],
  ['a dot as a part', 'a/./b', 'path-not-allowed'],
  ['a name that is too long', 'x'.repeat(256), 'path-not-allowed'],
  ['a path that is too long', 'abc/'.repeat(200), 'path-not-allowed'],
  ['no name', '', 'path-not-allowed'],
  ['a device of Windows', 'lib/AUX.js', 'path-not-allowed'],
  ['a stream of a file', 'index.html:evil', 'path-not-allowed'],
  ['a dot at the end', 'lib./x.js', 'path-not-allowed'],
  ['a blank at the end', 'index.html ', 'path-not-allowed'],
])('%s is refused', async (_, name, reason) => {
  await expect(list(zipOf([{ name, content: 'x' }]))).rejects.toMatchObject(refusal(reason));
  await expect(list(zipOf([{ name: 'imsmanifest.xml' }, { name }]))).rejects.toMatchObject(refusal(reason));
});

test.each<[string, ZipEntry[], string]>([
  ['a symbolic link', [{ name: 'a', content: '/etc/passwd', mode: 0o120777 }], 'link-or-device'],
  ['a device', [{ name: 'a', mode: 0o060644 }], 'link-or-device'],
  ['a pipe', [{ name: 'a', mode: 0o010644 }], 'link-or-device'],
  ['an encrypted file', [{ name: 'a', flags: 0x0801 }], 'encrypted'],
  ['an unknown compression', [{ name: 'a', method: 14 }], 'compression-unknown'],
  ['the same name twice', [{ name: 'a' }, { name: 'a' }], 'duplicate-name'],
  ['names that differ by letter case', [{ name: 'Á.html' }, { name: 'á.HTML' }], 'duplicate-name'],
  ['names that differ by normalization', [{ name: '\u00fc' }, { name: 'u\u0308' }], 'duplicate-name'],
  ['a file that is a folder of another', [{ name: 'a' }, { name: 'A/b' }], 'duplicate-name'],
  ['a folder that is a file before', [{ name: 'a/b' }, { name: 'A' }], 'duplicate-name'],
  ['a folder entry with the name of a file', [{ name: 'a' }, { name: 'a/' }], 'duplicate-name'],
])('%s is refused', async (_, entries, reason) => {
  await expect(list(zipOf(entries))).rejects.toMatchObject(refusal(reason));
});

describe('an archive that is larger than it may be is refused before anything is expanded', () => {
  const zeros = Buffer.alloc(20 * 1024 ** 2);
  test.each<[string, ZipEntry[], Partial<ContentLimits>, string]>([
    ['entries', [{ name: 'a' }, { name: 'b/' }, { name: 'c' }], { entries: 2 }, 'too-many-entries'],
    ['one file', [{ name: 'a', content: 'four' }], { fileBytes: 3 }, 'file-too-large'],
    [
      'all files',
      [
        { name: 'a', content: 'ab' },
        { name: 'b', content: 'cd' },
      ],
      { expandedBytes: 3 },
      'too-large-expanded',
    ],
    ['what comes out of one', [{ name: 'a', content: zeros }], {}, 'ratio-too-high'],
  ])('by %s', async (_, entries, limits, reason) => {
    await expect(list(zipOf(entries), limits)).rejects.toMatchObject(refusal(reason));
  });

  test('by entries that share their bytes, each of them harmless', async () => {
    // As overlapping files do: what they declare together is far more than the archive holds.
    const entries = Array.from({ length: 40 }, (_, at) => ({
      name: `f${at}`,
      content: 'x',
      declaredBytes: 15 * 1024 ** 2,
      declaredPacked: 14 * 1024 ** 2,
    }));
    await expect(list(zipOf(entries))).rejects.toMatchObject(refusal('ratio-too-high'));
  });
});

test('files that share bytes of the archive are refused, however little comes out', async () => {
  const bytes = zipOf({ a: 'xxxx', b: 'yyyy' });
  const entries = [...bytes.keys()].filter(
    (at) => bytes.readUInt32LE(Math.min(at, bytes.length - 4)) === 0x02014b50,
  );
  // The second entry of the directory names the bytes of the first.
  bytes.writeUInt32LE(0, Number(entries[1]) + 42);
  await expect(list(bytes)).rejects.toMatchObject(refusal('overlapping-entries'));
});

test('an archive in an archive is a file like any other', async () => {
  const inner = zipOf({ '../evil.html': 'x' });
  expect(await list(zipOf({ 'inner.zip': inner }))).toEqual(['inner.zip']);
});

describe('what comes out is held to what was declared', () => {
  const big = Buffer.alloc(300_000, 'a');
  test.each<[string, ZipEntry]>([
    ['more bytes', { name: 'a', content: big, declaredBytes: 10 }],
    ['fewer bytes', { name: 'a', content: 'abc', declaredBytes: 10 }],
    ['other bytes', { name: 'a', content: 'abc', crc: 1 }],
  ])('%s', async (_, entry) => {
    await expect(readAll(zipOf([entry]))).rejects.toMatchObject(refusal('archive-damaged'));
  });

  test('a file of which more comes out than is allowed is cut off, whatever it declared', async () => {
    const entry = { name: 'a', content: big, declaredBytes: 10 };
    let bytes = 0;
    await expect(
      withArchive(zipOf([entry]), async ({ read }) => {
        for await (const slice of await read('a')) bytes += (slice as Buffer).length;
      }),
    ).rejects.toMatchObject(refusal('archive-damaged'));
    expect(bytes).toBeLessThanOrEqual(10);
  });
});

test.each([
  ['no archive', Buffer.from('<html>'), 'not-a-zip'],
  ['an empty file', Buffer.alloc(0), 'not-a-zip'],
  ['half an archive', zipOf({ a: 'x'.repeat(1_000) }).subarray(0, 40), 'not-a-zip'],
])('%s is refused', async (_, bytes, reason) => {
  await expect(list(bytes)).rejects.toMatchObject(refusal(reason));
});

test('an archive with bytes changed anywhere is read or refused, and never fails otherwise', async () => {
  const whole = zipOf({ 'imsmanifest.xml': '<manifest/>'.repeat(20), 'a/b.html': 'text' });
  for (let at = 0; at < whole.length; at += 1) {
    const changed = Buffer.from(whole);
    changed[at] = (changed[at] ?? 0) ^ 0xff;
    await readAll(changed).catch((error: unknown) =>
      expect(error).toMatchObject({ code: 'package-refused' }),
    );
  }
});
