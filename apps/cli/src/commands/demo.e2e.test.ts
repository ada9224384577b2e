import { type RunningSystem, startSystem } from '@reset/shared/testing/running-system.fixture';
import { COMMANDS } from '../all-commands';
import { runCommand } from '../run-command';
import { recordingTerminal } from '../terminal.fixture';

let system: RunningSystem;
beforeAll(async () => {
  system = await startSystem({ workers: 2 });
});
afterAll(() => system.stop());

async function run(...words: string[]) {
  const terminal = recordingTerminal();
  const code = await runCommand(COMMANDS, ['demo', '--directory', `${system.directory}/demo`, ...words], {
    terminal,
    environment: system.environment,
  });
  return { code, printed: terminal.printed.join('\n'), said: terminal.said };
}

test('the demo does the main job, from a file with problems to the new record', async () => {
  const { code, printed, said } = await run('--url', system.url, '--rows', '600');
  expect({ code, said: said.slice(1) }).toEqual({ code: 0, said: [] });
  expect(printed).toContain('Status: needs-fixes.');
  expect(printed).toMatch(/ 2 x error learner-not-found \(Learner\)\n +row \d+: No learner has the login ID/);
  expect(printed).toMatch(/ 30 learners\n +20 courses\n/);
  expect(printed).toMatch(/ 600 rows\n +\d+ reset\n/);
  expect(printed).toContain('The message: ');
  expect(printed).toMatch(/the record now:\n {2}attempt \d+: restarted, started /);
  expect(printed).toContain('Opened again: no message, bookmark "".');
});

test('an API that is not there is a sentence', async () => {
  const { code, said } = await run('--url', 'http://127.0.0.1:1', '--rows', '50');
  expect(code).toBe(1);
  expect(said.at(-1)).toBe('The API at http://127.0.0.1:1 cannot be reached. Is it running?');
});
