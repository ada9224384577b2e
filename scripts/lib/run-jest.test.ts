import { countTests } from './run-jest.mjs';

test('a test file that could not be run counts as failed', () => {
  const results = { numPassedTests: 7, numFailedTests: 1, numRuntimeErrorTestSuites: 2 };
  expect(countTests(results)).toEqual({ passed: 7, failed: 3 });
});
