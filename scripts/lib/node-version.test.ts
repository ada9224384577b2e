import { isNodeNewEnough } from './node-version.mjs';

test.each([
  ['18.20.8', false],
  ['20.18.3', false],
  ['20.19.0', true],
  ['22.0.0', true],
])('Node.js %s: %s', (version, answer) => {
  expect(isNodeNewEnough(version)).toBe(answer);
});
