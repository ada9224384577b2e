import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from './paths.mjs';
import { runVisibly } from './run-command.mjs';

/** @typedef {{ passed: number, failed: number }} Counts */

// Real processes and browsers are tested one after another: side by side they would measure each other.
const SIDE_BY_SIDE = { projects: ['unit', 'integration'], options: ['--maxWorkers=100%'] };
// Most of the time they wait, for a lease to run out or a server to come back, and each has a system of its own.
const TWO_AT_A_TIME = ['--maxWorkers=2'];
/** `x.quick.fault.test.ts` is a fault test for every `npm test`; the others take their time in `npm run test:faults`. */
const QUICK = ['--testPathIgnorePatterns', '/node_modules/', '(?<!\\.quick)\\.fault\\.test\\.ts$'];
const RUNS = {
  usual: [SIDE_BY_SIDE, { projects: ['e2e', 'fault'], options: ['--runInBand', ...QUICK] }],
  only: [SIDE_BY_SIDE, { projects: ['e2e', 'fault'], options: ['--runInBand'] }],
  faults: [{ projects: ['fault'], options: TWO_AT_A_TIME }],
};

/** @typedef {keyof typeof RUNS} Selection */

/**
 * @param {{ selection: Selection, only: string | undefined, directory: string, env: NodeJS.ProcessEnv, signal: AbortSignal }} input
 *   `only` is a pattern for the paths of test files
 * @returns {Promise<Counts & { exitCode: number }>} the sum over all kinds of tests, and the first exit code that is not 0
 */
export async function runJest({ selection, only, directory, env, signal }) {
  const total = { passed: 0, failed: 0, exitCode: 0 };
  for (const [index, { projects, options }] of RUNS[selection].entries()) {
    const outputFile = join(directory, `jest-${index}.json`);
    const words = [
      '--selectProjects',
      ...projects,
      ...options,
      '--passWithNoTests',
      '--json',
      `--outputFile=${outputFile}`,
    ];
    const args = [...words, ...(only ? ['--testPathPatterns', only] : [])];
    const exitCode = await runVisibly(join(REPOSITORY, 'node_modules/.bin/jest'), args, {
      cwd: REPOSITORY,
      env,
      signal,
    });
    const { passed, failed } = readCounts(outputFile);
    total.passed += passed;
    total.failed += failed === 0 && exitCode !== 0 ? 1 : failed;
    total.exitCode ||= exitCode;
  }
  return total;
}

/**
 * @param {string} outputFile
 * @returns {Counts}
 */
function readCounts(outputFile) {
  try {
    return countTests(JSON.parse(readFileSync(outputFile, 'utf8')));
  } catch {
    return { passed: 0, failed: 0 }; // Jest ended before it wrote anything; its exit code tells
  }
}

/**
 * @param {{ numPassedTests: number, numFailedTests: number, numRuntimeErrorTestSuites: number }} results as Jest's
 *   `--json` writes them
 * @returns {Counts} a test file that could not be run counts as one failed test
 */
export const countTests = ({ numPassedTests, numFailedTests, numRuntimeErrorTestSuites }) => ({
  passed: numPassedTests,
  failed: numFailedTests + numRuntimeErrorTestSuites,
});
