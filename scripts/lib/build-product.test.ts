import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprintOf } from './build-product.mjs';
import { temporaryDirectory } from './temporary-directory.fixture';

const directory = temporaryDirectory();
const source = join(directory, 'src');
mkdirSync(source);
const write = (name: string, text: string) => writeFileSync(join(directory, name), text);

test('the fingerprint changes with the sources, and with nothing else', () => {
  write('src/main.ts', 'one');
  const before = fingerprintOf([directory]);

  write('main.tsbuildinfo', 'built');
  write('src/main.test.ts', 'test');
  for (const folder of ['dist', 'node_modules']) {
    mkdirSync(join(directory, folder));
    write(`${folder}/main.js`, 'built');
  }
  expect(fingerprintOf([directory])).toBe(before);

  write('src/main.ts', 'two');
  expect(fingerprintOf([directory])).not.toBe(before);
  write('src/main.ts', 'one');
  expect(fingerprintOf([directory])).toBe(before);

  write('src/added.ts', '');
  expect(fingerprintOf([directory])).not.toBe(before);
  rmSync(join(source, 'added.ts'));
  expect(fingerprintOf([directory])).toBe(before);
});
