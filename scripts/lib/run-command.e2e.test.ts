import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { identify } from './process-identity.mjs';
import { runCommand, runVisibly } from './run-command.mjs';
import { temporaryDirectory } from './temporary-directory.fixture';
import { waitUntil } from './wait-until.mjs';

const directory = temporaryDirectory();

/** A program that starts another one, which says its number in a file, and then does what it is told. */
function parent(name: string, then: string) {
  const file = join(directory, name);
  const child = `require('node:fs').writeFileSync(${JSON.stringify(file)}, String(process.pid)); setInterval(() => {}, 1000)`;
  const script = `
    require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'ignore' });
    const look = setInterval(() => {
      if (!require('node:fs').existsSync(${JSON.stringify(file)})) return;
      clearInterval(look);
      ${then}
    }, 10);`;
  const childPid = () => Number(existsSync(file) && readFileSync(file, 'utf8'));
  return { args: ['-e', script], childPid };
}

test('what a command leaves behind is ended with it', async () => {
  const { args, childPid } = parent('ended', 'process.exit(3)');
  expect(await runVisibly(process.execPath, args)).toBe(3);
  expect(childPid()).toBeGreaterThan(0);
  expect(identify(childPid())).toBeUndefined();
});

test('an interrupted command is ended with what it started', async () => {
  const { args, childPid } = parent('interrupted', 'setInterval(() => {}, 1000)');
  const controller = new AbortController();
  const command = runVisibly(process.execPath, args, { signal: controller.signal });
  await waitUntil(() => childPid() > 0, { deadlineMs: Number.POSITIVE_INFINITY });
  controller.abort(new Error('interrupted'));
  await expect(command).rejects.toThrow('interrupted');
  expect(identify(childPid())).toBeUndefined();
});

test('a command that fails is named, with its last lines and what to do', async () => {
  const script = `console.log('all of it'); console.error('disk full'); process.exit(4)`;
  const failing = (options: object) => runCommand(process.execPath, ['-e', script], options);
  await expect(failing({ remedy: 'Make room.' })).rejects.toMatchObject({
    message: expect.stringMatching(/^node -e failed with exit code 4\n {4}all of it\n {4}disk full$/),
    remedy: 'Make room.',
  });
  await expect(failing({ explainsItself: true })).rejects.toThrow(/^all of it\ndisk full$/);
  await expect(runCommand(join(directory, 'missing'), [])).rejects.toThrow('could not be run');
});
