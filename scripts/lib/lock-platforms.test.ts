import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { missingPlatforms, platformEntry } from './lock-platforms.mjs';

test('package-lock.json knows the packages of every platform; if not, run node scripts/complete-lock.mjs', () => {
  const lock = JSON.parse(readFileSync(join(__dirname, '../../package-lock.json'), 'utf8'));
  expect(missingPlatforms(lock)).toEqual([]);
});

test('a package is missing when no folder that its user looks into has it', () => {
  const optionalDependencies = { '@tool/linux-x64': '1.0.0', '@tool/darwin-arm64': '1.0.0' };
  const packages = {
    'node_modules/one': { optionalDependencies, dev: true },
    'node_modules/one/node_modules/@tool/linux-x64': {},
    'node_modules/two/node_modules/three': { optionalDependencies },
    'node_modules/two/node_modules/@tool/darwin-arm64': {},
    'node_modules/two/node_modules/@tool/linux-x64': {},
  };
  expect(missingPlatforms({ packages })).toEqual([
    { name: '@tool/darwin-arm64', version: '1.0.0', dev: true },
  ]);
});

test('the name tells the platform', () => {
  const entry = (name: string) => platformEntry({ name, version: '1.0.0' });
  expect(entry('@tool/core-linux-arm-gnueabihf')).toEqual({
    version: '1.0.0',
    cpu: ['arm'],
    libc: ['glibc'],
    optional: true,
    os: ['linux'],
  });
  expect(entry('@tool/cli-linux-x64-musl')).toMatchObject({ cpu: ['x64'], libc: ['musl'] });
  expect(entry('@tool/core-darwin-arm64')).toEqual({
    version: '1.0.0',
    cpu: ['arm64'],
    optional: true,
    os: ['darwin'],
  });
  expect(() => entry('fsevents')).toThrow('cannot make an entry for fsevents@1.0.0');
});
