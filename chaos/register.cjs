// Lets Node.js run these programs as the tests run: TypeScript with decorators, and @reset/shared from its source,
// because the fixtures that they share with the tests are no part of the built product.
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { transformSync } = require('@swc/core');

const SHARED = '@reset/shared/';
const SOURCE = path.join(__dirname, '../packages/shared/src');
const OPTIONS = {
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, useDefineForClassFields: false },
    target: 'es2023',
  },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
};

process.setSourceMapsEnabled(true);

const resolve = Module._resolveFilename;
Module._resolveFilename = (request, ...others) =>
  resolve(request.startsWith(SHARED) ? path.join(SOURCE, request.slice(SHARED.length)) : request, ...others);

Module._extensions['.ts'] = (module, filename) =>
  module._compile(transformSync(readFileSync(filename, 'utf8'), { ...OPTIONS, filename }).code, filename);
