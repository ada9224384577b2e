import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findProgram } from './find-program.mjs';
import { temporaryDirectory } from './temporary-directory.fixture';

const directory = temporaryDirectory();

function program(folder: string, name: string, mode = 0o755): string {
  mkdirSync(join(directory, folder), { recursive: true });
  const file = join(directory, folder, name);
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, mode);
  return file;
}

const mariadbd = program('sbin', 'mariadbd');
const mysqld = program('bin', 'mysqld');
program('bin', 'redis-server', 0o644);
mkdirSync(join(directory, 'bin/valkey-server'));
const where = { path: join(directory, 'bin'), folders: [join(directory, 'sbin')] };

test('the preferred name wins, wherever it is', () => {
  expect(findProgram(['mariadbd', 'mysqld'], where)).toBe(mariadbd);
  expect(findProgram(['mysqld', 'mariadbd'], where)).toBe(mysqld);
});

test('the PATH comes before the folders of the system', () => {
  const path = [join(directory, 'missing'), join(directory, 'bin')].join(delimiter);
  program('sbin', 'mysqld');
  expect(findProgram(['mysqld'], { ...where, path })).toBe(mysqld);
});

test('a file that cannot be executed is no program, nor is a folder', () => {
  expect(findProgram(['redis-server', 'valkey-server'], where)).toBeUndefined();
});
