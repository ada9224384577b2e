import { mkdir, mkdtemp, open, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { directoryFileStore } from './directory-file-store';
import { describeFileStore } from './file-store.suite.fixture';
import { bodyOf, someBytes } from './test-body.fixture';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'store-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const root = () => path.join(directory, 'root');
async function contents(): Promise<string[]> {
  const entries = await readdir(root(), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  return files.map(({ parentPath, name }) => path.relative(root(), path.join(parentPath, name)));
}

describeFileStore(async () => {
  await mkdir(root());
  return { store: directoryFileStore(root()), contents };
});

test('the directory is made when it is not there', async () => {
  const store = directoryFileStore(path.join(root(), 'deep', 'er'));
  await store.write('org/file.csv', bodyOf(Buffer.from('here')));
  expect(await readFile(path.join(root(), 'deep/er/org/file.csv'), 'utf8')).toBe('here');
});

test('a full disk is told as storage-full and leaves nothing', async () => {
  // Linux's own full disk: every write to it fails with ENOSPC.
  const store = directoryFileStore(root(), { openFile: () => open('/dev/full', 'r+') });
  const body = bodyOf(someBytes(1_000_000));
  await expect(store.write('org/file.csv', body)).rejects.toMatchObject({ code: 'storage-full' });
  expect(body.destroyed).toBe(true);
  expect(await contents()).toEqual([]);
});

test('what a killed process left is removed once nothing has come for it since', async () => {
  const store = directoryFileStore(root());
  expect(await store.removeAbandonedWrites(new Date())).toBe(0);
  await store.write('org/file.csv', bodyOf(Buffer.from('published')));
  const [abandoned, underWay] = ['abandoned', 'under-way'].map((name) =>
    path.join(root(), '.incoming', name),
  );
  for (const file of [abandoned, underWay]) await writeFile(`${file}`, 'half');
  await utimes(`${abandoned}`, new Date('2025-01-01'), new Date('2025-01-01'));
  expect(await store.removeAbandonedWrites(new Date('2025-01-02'))).toBe(1);
  expect((await contents()).sort()).toEqual(['.incoming/under-way', 'org/file.csv']);
});

test('with its last file a directory goes, and a write beside it is not disturbed', async () => {
  const store = directoryFileStore(root());
  await store.write('org/one/1/file.csv', bodyOf(Buffer.from('one')));
  await store.write('org/two/file.csv', bodyOf(Buffer.from('two')));
  await store.remove('org/one/1/file.csv');
  expect(await readdir(path.join(root(), 'org'))).toEqual(['two']);

  const numbers = Array.from({ length: 200 }, (_, number) => number);
  await Promise.all(
    numbers.map(async (number) => {
      await store.write(`org/three/${number}.csv`, bodyOf(Buffer.from('three')));
      await store.remove(`org/three/${number}.csv`);
    }),
  );
  expect(await readdir(path.join(root(), 'org'))).toEqual(['two']);
});

test('uploads that break off, with nothing to remove but directories, disturb no write', async () => {
  const store = directoryFileStore(root());
  let writing = true;
  const breakOff = async () => {
    for (let number = 0; writing; number += 1) await store.remove(`org/files/gone-${number}/1/upload.csv`);
  };
  const write = async (writer: number) => {
    for (let number = 0; number < 200; number += 1) {
      const key = `org/files/${writer}-${number}/1/upload.csv`;
      await store.write(key, bodyOf(Buffer.from('here')));
      expect(await readFile(path.join(root(), key), 'utf8')).toBe('here');
      await store.remove(key);
    }
  };
  const breakingOff = [breakOff(), breakOff()];
  await Promise.all([write(1), write(2)]).finally(() => {
    writing = false;
  });
  await Promise.all(breakingOff);
});
