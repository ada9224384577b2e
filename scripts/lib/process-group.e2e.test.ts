import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startChild, stopChild } from './child-process.mjs';
import { createProcessGroup } from './process-group.mjs';
import { identify, isRunning } from './process-identity.mjs';
import { stopLeftovers } from './stop-leftovers.mjs';
import { temporaryDirectory } from './temporary-directory.fixture';
import { waitUntil } from './wait-until.mjs';

const directory = temporaryDirectory();
const { signal } = new AbortController();
const file = (name: string) => join(directory, name);
const lines = (name: string) =>
  existsSync(file(name)) ? readFileSync(file(name), 'utf8').trim().split('\n') : [];
const until = (isSo: () => boolean) => waitUntil(isSo, { deadlineMs: Number.POSITIVE_INFINITY });

beforeEach(() => {
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
});

/** A process that says in a file that it began and, asked to stop, that it ended. */
function program(name: string, journal: string) {
  const script = `
    const { appendFileSync } = require('node:fs');
    const tell = (what) => appendFileSync(${JSON.stringify(file(journal))}, what + ' ${name}\\n');
    process.on('SIGTERM', () => { tell('end'); process.exit(0); });
    setInterval(() => {}, 1000);
    tell('begin');`;
  return { name, command: process.execPath, args: ['-e', script], logFile: file(`${name}.log`) };
}

test('processes start stage by stage and stop in the opposite order', async () => {
  const group = createProcessGroup({ signal, recordFile: file('order.json') });
  const has = (line: string) => async () => lines('order').includes(line);
  await group.start({ plan: program('database', 'order'), isReady: has('begin database') });
  await group.start({ plan: program('api', 'order'), isReady: has('begin api') });
  expect(JSON.parse(readFileSync(file('order.json'), 'utf8'))).toEqual([
    { name: 'database', ...identify(group.processes()[0]?.pid ?? 0) },
    { name: 'api', ...identify(group.processes()[1]?.pid ?? 0) },
  ]);
  await group.stop();
  expect(lines('order')).toEqual(['begin database', 'begin api', 'end api', 'end database']);
  expect(existsSync(file('order.json'))).toBe(false);
});

test('a process that was killed comes back, and stops with the others', async () => {
  const group = createProcessGroup({ signal });
  await group.start({ plan: program('worker', 'killed'), isReady: async () => lines('killed').length === 1 });
  process.kill(group.processes()[0]?.pid ?? 0, 'SIGKILL');
  await until(() => lines('killed').length === 2);
  await group.stop();
  expect(lines('killed')).toEqual(['begin worker', 'begin worker', 'end worker']);
});

test('a process that cannot live breaks the group, with the end of its log', async () => {
  const group = createProcessGroup({ signal });
  const script = `console.error('no such table'); process.exit(3)`;
  const plan = {
    name: 'worker',
    command: process.execPath,
    args: ['-e', script],
    logFile: file('broken.log'),
  };
  await group.start({ plan });
  await expect(group.broken).rejects.toThrow(/worker ended by itself \(exit code 3\)[\s\S]*no such table/);
  expect(lines('broken.log')).toHaveLength(4);
  await group.stop();
});

test('a process that does not get ready is stopped, and its log is shown', async () => {
  const group = createProcessGroup({ signal });
  const script = `console.error('bind: address in use'); process.exit(1)`;
  const plan = { name: 'Redis', command: process.execPath, args: ['-e', script], logFile: file('redis.log') };
  const start = group.start({ plan, isReady: async () => false });
  await expect(start).rejects.toThrow(/Redis did not start \(exit code 1\)[\s\S]*address in use/);
});

test('Ctrl-C does not wait for a process to get ready', async () => {
  const controller = new AbortController();
  const group = createProcessGroup({ signal: controller.signal });
  const isReady = async () => {
    controller.abort(new Error('interrupted'));
    return false;
  };
  await expect(group.start({ plan: program('slow', 'slow'), isReady })).rejects.toThrow('interrupted');
  expect(group.processes().filter(({ pid }) => identify(pid))).toEqual([]);
});

test('a process that does not listen is killed', async () => {
  const script = `process.on('SIGTERM', () => {}); console.log('on'); setInterval(() => {}, 1000)`;
  const child = startChild({
    name: 'deaf',
    command: process.execPath,
    args: ['-e', script],
    logFile: file('deaf.log'),
  });
  await until(() => lines('deaf.log').includes('on'));
  await stopChild(child, 1);
  expect(await child.ended).toBe('SIGKILL');
});

test('leftovers of a killed script are stopped, and no process that only has the same number', async () => {
  const journal = 'leftovers';
  const [left, other] = [startChild(program('left', journal)), startChild(program('other', journal))];
  await until(() => lines(journal).length === 2);
  const otherOne = { pid: other.pid, startedAt: 'before the system was started again' };
  const record = [
    { name: 'left', ...identify(left.pid) },
    { name: 'other', ...otherOne },
  ];
  writeFileSync(file('processes.json'), JSON.stringify(record));

  expect(await stopLeftovers(file('processes.json'))).toEqual(['left']);
  expect(lines(journal)).toContain('end left');
  expect(other.hasEnded()).toBe(false);
  expect(await stopLeftovers(file('processes.json'))).toEqual([]);
  await stopChild(other, 10_000);
});

test('an identity holds for one process only', () => {
  const own = identify(process.pid);
  expect(own && isRunning(own)).toBe(true);
  expect(isRunning({ pid: process.pid, startedAt: '1' })).toBe(false);
  expect(identify(2 ** 30)).toBeUndefined();
});
