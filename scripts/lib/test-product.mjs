import { buildProduct } from './build-product.mjs';
import { installNodeModules } from './install-node-modules.mjs';
import { REPOSITORY } from './paths.mjs';
import { runVisibly } from './run-command.mjs';
import { runJest } from './run-jest.mjs';
import { runUntilStopped } from './run-until-stopped.mjs';
import { say } from './screen.mjs';
import { ScriptError } from './script-error.mjs';
import { startTestServers, temporaryDirectory } from './test-servers.mjs';

/** Each is a script of package.json. */
const CHECKS = ['lint', 'types'];

/**
 * `npm test`: everything that can be checked, on servers of its own, which are stopped whatever happens.
 * `npm test -- --only pattern` runs the tests of some files and nothing else, `npm run test:faults` all fault tests.
 */
export function testProduct({ words = process.argv.slice(2) } = {}) {
  return runUntilStopped(async (life) => {
    const { selection, only } = readSelection(words);
    const { directory, logs } = temporaryDirectory(life);
    const { signal } = life;
    await installNodeModules({ logs, signal });
    const failedChecks = selection === 'usual' ? await runChecks(signal) : [];
    await buildProduct({ logs, signal });
    const env = await startTestServers({ directory, logs, life });
    const tests = await runJest({ selection, only, directory, env, signal });
    for (const { name } of failedChecks) say(`failed: npm run ${name}`);
    if (tests.passed + tests.failed === 0) throw new ScriptError('no test was run');
    say(`${tests.passed} passed, ${tests.failed + failedChecks.length} failed`);
    return failedChecks[0]?.exitCode ?? tests.exitCode;
  });
}

/**
 * @param {readonly string[]} words
 * @returns {{ selection: import('./run-jest.mjs').Selection, only?: string }}
 */
function readSelection(words) {
  const [option, pattern, ...rest] = words;
  if (option === undefined) return { selection: 'usual' };
  if (option === '--faults' && pattern === undefined) return { selection: 'faults' };
  if (option === '--only' && pattern && rest.length === 0) return { selection: 'only', only: pattern };
  throw new ScriptError(
    `cannot read: ${words.join(' ')}`,
    'usage: npm test [-- --only <pattern of test files>]; npm run test:faults',
  );
}

/** @param {AbortSignal} signal */
async function runChecks(signal) {
  const failed = [];
  for (const name of CHECKS) {
    say(`\nnpm run ${name}`);
    const exitCode = await runVisibly('npm', ['run', '--silent', name], { cwd: REPOSITORY, signal });
    if (exitCode !== 0) failed.push({ name, exitCode });
  }
  return failed;
}
