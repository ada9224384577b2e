import { mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { AppError } from '../errors/app-error';
import { checkFileStore } from './check-file-store';
import { directoryFileStore } from './directory-file-store';
import { openFileStore } from './open-file-store';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'store-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const check = (url: string) => checkFileStore(openFileStore(url), url);

test('a directory that can be used passes, and no file is left in it', async () => {
  await check(pathToFileURL(path.join(directory, 'a b')).href);
  const entries = await readdir(path.join(directory, 'a b'), { recursive: true, withFileTypes: true });
  expect(entries.filter((entry) => entry.isFile())).toEqual([]);
});

test('a full disk passes, because what lies there can be read', async () => {
  const store = directoryFileStore(directory, { openFile: () => open('/dev/full', 'r+') });
  await expect(store.write('file', Readable.from([Buffer.from('x')]))).rejects.toThrow();
  await expect(checkFileStore(store, pathToFileURL(directory).href)).resolves.toBeUndefined();
});

test('a path that is a file is named, with the reason', async () => {
  const file = path.join(directory, 'file');
  await writeFile(file, '');
  await expect(check(pathToFileURL(file).href)).rejects.toThrow(
    `The directory ${file} (STORAGE_URL) cannot be used: ENOTDIR, a part of the path is a file.`,
  );
});

test('a store that gives other bytes than it was given is refused', async () => {
  const url = pathToFileURL(directory).href;
  const store = { ...openFileStore(url), read: () => Readable.from([Buffer.from('something else')]) };
  await expect(checkFileStore(store, url)).rejects.toThrow('other bytes came back than were written.');
});

test('an endpoint where nothing listens is named, and nothing else of the URL', async () => {
  const away = new AppError('storage-unavailable', { reason: 'ECONNREFUSED' });
  const store = { ...openFileStore('s3://bucket'), write: () => Promise.reject(away) };
  await expect(
    checkFileStore(store, 's3://bucket/prefix?endpoint=http://s3.example.org:9000'),
  ).rejects.toThrow(
    'The bucket bucket at http://s3.example.org:9000 (STORAGE_URL) cannot be used: ECONNREFUSED, nothing listens at the endpoint.',
  );
});
