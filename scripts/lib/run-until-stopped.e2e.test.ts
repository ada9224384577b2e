import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const library = (name: string) => JSON.stringify(pathToFileURL(join(__dirname, name)).href);

/** Runs a script whose story is given, and sends it, or the shell that npm would use, signals when it says `ready`. */
async function run(story: string, signals: NodeJS.Signals[] = [], { throughShell = false } = {}) {
  const script = `
    import { runUntilStopped } from ${library('run-until-stopped.mjs')};
    import { ScriptError } from ${library('script-error.mjs')};
    const untilAborted = (signal) => new Promise((resolve) => signal.addEventListener('abort', resolve));
    setInterval(() => {}, 1000);
    await runUntilStopped(async ({ signal, atEnd }) => {
      atEnd(() => console.log('database stopped'));
      atEnd(() => console.log('api stopped'));
      ${story}
    });`;
  const command = [process.execPath, '--input-type=module', '-e', script];
  const shell = ['sh', '-c', '"$@"; exit $?', 'npm', ...command];
  const [program = '', ...args] = throughShell ? shell : command;
  const child = spawn(program, args, { env: { ...process.env, npm_lifecycle_event: 'start' } });
  let output = '';
  child.stderr.on('data', (data) => {
    output += data;
  });
  child.stdout.on('data', (data) => {
    output += data;
    if (String(data).includes('ready')) for (const signal of signals) child.kill(signal);
  });
  const [exitCode] = await once(child, 'close');
  return { exitCode, lines: output.split('\n').filter(Boolean) };
}

test('what was asked to be done at the end is done last first, whatever happened', async () => {
  expect(await run('return 7')).toEqual({ exitCode: 7, lines: ['api stopped', 'database stopped'] });
  expect(await run(`throw new ScriptError('no MySQL', 'Install it.')`)).toEqual({
    exitCode: 1,
    lines: ['no MySQL', 'Install it.', 'api stopped', 'database stopped'],
  });
  const failing = `atEnd(() => { throw new ScriptError('cannot stop') }); return 0`;
  expect(await run(failing)).toEqual({
    exitCode: 1,
    lines: ['cannot stop', 'api stopped', 'database stopped'],
  });
});

test('Ctrl-C, told twice as npm does, ends the story once and stops everything', async () => {
  const story = `
    atEnd(() => console.log('others would be heard: ' + process.listenerCount('SIGINT')));
    console.log('ready');
    await untilAborted(signal);
    return 0;`;
  for (const signals of [['SIGINT', 'SIGINT'], ['SIGTERM'], ['SIGHUP']] satisfies NodeJS.Signals[][]) {
    expect(await run(story, signals)).toEqual({
      exitCode: 0,
      lines: ['ready', 'others would be heard: 1', 'api stopped', 'database stopped'],
    });
  }
});

test('work that is interrupted is no failure to explain', async () => {
  const story = `console.log('ready'); await untilAborted(signal); signal.throwIfAborted()`;
  expect(await run(story, ['SIGTERM'])).toEqual({
    exitCode: 130,
    lines: ['ready', 'api stopped', 'database stopped'],
  });
});

test('when npm is ended, so is what it started', async () => {
  const story = `console.log('ready ' + process.pid); await untilAborted(signal); return 0`;
  const { lines } = await run(story, ['SIGTERM'], { throughShell: true });
  expect(lines).toEqual([expect.stringMatching(/^ready \d+$/), 'api stopped', 'database stopped']);
});
