import { isInstalled } from './install-node-modules.mjs';

const lock = {
  packages: {
    '': { version: '0.1.0' },
    'apps/api': { version: '0.1.0' },
    'node_modules/@reset/api': { link: true, resolved: 'apps/api' },
    'node_modules/zod': { version: '4.6.7', integrity: 'sha512-zod' },
    'node_modules/@esbuild/darwin-arm64': { version: '0.28.2', integrity: 'sha512-esbuild', optional: true },
  },
};
const installed = {
  packages: {
    'node_modules/@reset/api': { link: true, resolved: 'apps/api' },
    'node_modules/zod': { version: '4.6.7', integrity: 'sha512-zod' },
  },
};

test('what npm put there is compared package by package; those of another platform may be absent', () => {
  expect(isInstalled(lock, installed)).toBe(true);
});

test.each([
  ['nothing is there', {}],
  ['a package is missing', { packages: { 'node_modules/@reset/api': { link: true } } }],
  [
    'a package has another version',
    {
      packages: { ...installed.packages, 'node_modules/zod': { version: '4.6.6', integrity: 'sha512-old' } },
    },
  ],
  [
    'an optional package has another version',
    { packages: { ...installed.packages, 'node_modules/@esbuild/darwin-arm64': { version: '0.28.1' } } },
  ],
])('packages are installed when %s', (_what, found) => {
  expect(isInstalled(lock, found)).toBe(false);
});
