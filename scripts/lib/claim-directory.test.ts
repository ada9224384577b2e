import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { claimDirectory, ownerOf } from './claim-directory.mjs';
import { identify } from './process-identity.mjs';
import { temporaryDirectory } from './temporary-directory.fixture';

const directory = temporaryDirectory();

test('a directory belongs to one process until that gives it up', () => {
  const local = join(directory, 'fresh');
  const release = claimDirectory(local);
  expect(statSync(local).mode & 0o777).toBe(0o700);
  expect(ownerOf(local)?.pid).toBe(process.pid);
  expect(() => claimDirectory(local)).toThrow(`process ${process.pid} already runs on ${local}`);
  release();
  expect(ownerOf(local)).toBeUndefined();
  claimDirectory(local)();
});

test.each([
  ['of a process that ended', { pid: 2 ** 30, startedAt: '1' }],
  ['of a process whose number was used again', { pid: process.pid, startedAt: 'earlier' }],
])('a claim %s counts for nothing', (_what, owner) => {
  const local = directory;
  writeFileSync(join(local, 'owner.json'), JSON.stringify(owner));
  const release = claimDirectory(local);
  expect(ownerOf(local)).toEqual(identify(process.pid));
  release();
  expect(readdirSync(local)).not.toContain('owner.json');
});
