import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { identify } from './lib/process-identity.mjs';
import { temporaryDirectory } from './lib/temporary-directory.fixture';
import { waitUntil } from './lib/wait-until.mjs';

const directory = temporaryDirectory();
const local = join(directory, 'local');
const READY = 'Ctrl-C stops everything';
const running: ChildProcess[] = [];
afterAll(async () => {
  for (const child of running.filter(
    ({ exitCode, signalCode }) => exitCode === null && signalCode === null,
  )) {
    child.kill();
    await once(child, 'exit');
  }
});

/** `npm start` with its data in a directory of the test's own. */
function start(environment: NodeJS.ProcessEnv = {}) {
  const env = { ...process.env, RESET_LOCAL: local, ...environment };
  const child = spawn(process.execPath, [join(__dirname, 'start.mjs')], { env });
  running.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  const ended = once(child, 'close').then(([exitCode]) => exitCode as number);
  const ready = async () => {
    let over = false;
    void ended.then(() => {
      over = true;
    });
    await until(() => over || output.includes(READY));
    if (!output.includes(READY)) throw new Error(`it ended:\n${output}`);
  };
  return { child, ended, ready, output: () => output };
}

const until = (isSo: () => boolean | Promise<boolean>) =>
  waitUntil(isSo, { deadlineMs: Number.POSITIVE_INFINITY });
const processes = (): { name: string; pid: number }[] =>
  JSON.parse(readFileSync(join(local, 'processes.json'), 'utf8'));
const pidOf = (name: string) => processes().find((one) => one.name === name)?.pid ?? 0;
const urlIn = (output: string) => output.match(/The page is at (\S+)/)?.[1] ?? 'no address';
const keyIn = (output: string) => output.match(/\b(rk_[\w-]+)/)?.[1] ?? 'no key';

async function signIn(output: string, role: string): Promise<unknown> {
  const [, login = '', password = ''] =
    output.match(new RegExp(`^ +${role} +(\\S+) +password (\\S+)$`, 'm')) ?? [];
  const url = urlIn(output);
  const response = await fetch(`${url}/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ login, password }),
  });
  return response.json();
}

async function bulkResets(output: string): Promise<number> {
  const headers = { authorization: `Bearer ${keyIn(output)}` };
  return (await fetch(`${urlIn(output)}/v1/bulk-resets`, { headers })).status;
}

test('npm start runs everything, survives what is killed, and stops all of it', async () => {
  const first = start();
  await first.ready();
  const output = first.output();
  expect(await (await fetch(urlIn(output), { headers: { accept: 'text/html' } })).text()).toContain('<html');
  for (const role of ['administrator', 'support', 'learner']) {
    expect(await signIn(output, role)).toMatchObject({ role });
  }
  expect(await bulkResets(output)).toBe(200);
  expect(processes().map(({ name }) => name.replace(/ .*/, ''))).toEqual([
    expect.stringMatching(/MariaDB|MySQL/),
    expect.stringMatching(/Redis|Valkey/),
    'worker-1',
    'worker-2',
    'api',
  ]);

  const killed = pidOf('api');
  process.kill(killed, 'SIGKILL');
  await until(() => pidOf('api') !== killed);
  await until(() =>
    bulkResets(output).then(
      (status) => status === 200,
      () => false,
    ),
  );

  const second = start();
  expect(await second.ended).toBe(1);
  expect(second.output()).toContain(`process ${first.child.pid} already runs on ${local}`);

  const all = processes();
  first.child.kill('SIGINT');
  expect(await first.ended).toBe(0);
  expect(all.filter(({ pid }) => identify(pid))).toEqual([]);

  const third = start();
  await third.ready();
  expect(third.output()).toContain('there is some');
  expect(keyIn(third.output())).toBe(keyIn(output));
  expect(await signIn(third.output(), 'administrator')).toMatchObject({ role: 'administrator' });

  // Killed without a chance to stop anything: the next start takes over.
  const left = processes();
  third.child.kill('SIGKILL');
  await third.ended;
  const fourth = start();
  await fourth.ready();
  expect(left.filter(({ pid }) => identify(pid))).toEqual([]);
  expect(await bulkResets(fourth.output())).toBe(200);
  fourth.child.kill('SIGTERM');
  expect(await fourth.ended).toBe(0);
});

test.each([
  ['PORT', 'http', 'PORT is not a port number'],
  ['DATABASE_URL', 'mysql://nobody:nothing@127.0.0.1:1/none', 'DATABASE_URL'],
])('a wrong %s is said so, without its value', async (name, value, message) => {
  const wrong = start({ RESET_LOCAL: join(directory, 'wrong'), [name]: value });
  expect(await wrong.ended).toBe(1);
  expect(wrong.output()).toContain(message);
  expect(wrong.output()).not.toContain(value);
});
