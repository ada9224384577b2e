import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createTestDatabase } from '../database/test-database.fixture';

const ROOT = path.resolve(__dirname, '../../../..');

export type RunningSystem = Awaited<ReturnType<typeof startSystem>>;

/**
 * The real API and workers as processes of their own, over a database, a queue and a directory that nobody else uses.
 * The apps have to be built.
 * @param options.env adds to the environment of every process, or replaces parts of it; where that depends on what a
 *   process would be given, such as a proxy before the database, a function
 * @param options.servers in place of those that `npm test` starts
 */
export async function startSystem({
  apis = 1,
  workers = 1,
  env = {},
  servers = {},
}: {
  apis?: number;
  workers?: number;
  env?: NodeJS.ProcessEnv | ((given: NodeJS.ProcessEnv) => Promise<NodeJS.ProcessEnv>);
  servers?: { databaseUrl?: string; redisUrl?: string };
} = {}) {
  const redisUrl = servers.redisUrl ?? process.env.TEST_REDIS_URL;
  if (!redisUrl) throw new Error('TEST_REDIS_URL is not set: run the tests with npm test');
  const database = await createTestDatabase(undefined, servers.databaseUrl);
  const directory = await mkdtemp(path.join(tmpdir(), 'reset-system-'));
  const given = {
    PATH: process.env.PATH,
    DATABASE_URL: database.url,
    REDIS_URL: redisUrl,
    STORAGE_URL: `file://${directory}/storage`,
    QUEUE_PREFIX: `{test-${randomBytes(6).toString('hex')}}`,
    SESSION_SECRET: randomBytes(32).toString('hex'),
    PORT: '0',
    UPKEEP_INTERVAL_MS: '250',
  };
  const environment = { ...given, ...(typeof env === 'function' ? await env(given) : env) };
  const running = new Map<ChildProcess, 'api' | 'worker'>();
  let started = 0;
  const logs = new Map<ChildProcess, string>();
  const start = (app: 'api' | 'worker', more: NodeJS.ProcessEnv = {}): ChildProcess => {
    started += 1;
    const name = `${app}-${started}`;
    const child = spawn(process.execPath, [path.join(ROOT, 'apps', app, 'dist/main.js')], {
      env: { ...environment, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const logFile = path.join(directory, `${name}.log`);
    logs.set(child, logFile);
    const log = createWriteStream(logFile);
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    running.set(child, app);
    child.once('exit', () => running.delete(child));
    return child;
  };
  const logOf = (child: ChildProcess) => readFile(logs.get(child) ?? '', 'utf8').catch(() => '');
  const startWorker = (more?: NodeJS.ProcessEnv) => start('worker', more);
  const startApi = async (more?: NodeJS.ProcessEnv) => {
    const child = start('api', more);
    return { child, url: await untilReady(child, () => logOf(child)) };
  };
  const apiProcesses = Array.from({ length: apis }, () => start('api'));
  const workerProcesses = Array.from({ length: workers }, () => startWorker());
  const urls = await Promise.all(apiProcesses.map((child) => untilReady(child, () => logOf(child))));
  const [[api], [url]] = [apiProcesses, urls];
  if (!api || !url) throw new Error('a system has an API');

  /** All that are still there, those that were started later too. */
  const endWorkers = async (signal?: NodeJS.Signals) => {
    const workers = [...running].filter(([, app]) => app === 'worker');
    await Promise.all(workers.map(([child]) => endProcess(child, signal)));
  };
  const stop = async () => {
    await Promise.all([...running.keys()].map((child) => endProcess(child)));
    await database.drop();
    await rm(directory, { recursive: true, force: true });
  };
  return {
    url,
    /** Of every API process; the first is also the `url`. */
    urls,
    environment,
    directory,
    dataSource: database.dataSource,
    api,
    apis: apiProcesses,
    workers: workerProcesses,
    /** With more in its environment, such as FAILPOINTS. */
    startWorker,
    endWorkers,
    /** Another API, once it is ready. */
    startApi,
    /** All that a process has printed so far. */
    logOf,
    stop,
  };
}

/** Ends a process that is ours, by SIGKILL or politely, and waits until it is gone. */
export async function endProcess(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  child.kill('SIGCONT'); // one that was stopped hears of nothing else
  await gone;
}

/** Asks again and again until the answer is there. The test runner's own limit ends a wait in vain. */
export async function until<Answer>(ask: () => Promise<Answer | undefined | false>): Promise<Answer> {
  while (true) {
    const answer = await ask();
    if (answer) return answer;
    await delay(50);
  }
}

/** @returns where the API listens, on the port that it says it was given */
async function untilReady(api: ChildProcess, read: () => Promise<string>): Promise<string> {
  return until(async () => {
    const said = await read();
    if (api.exitCode !== null) throw new Error(`the API did not start: ${said}`);
    const [, port] = /"port":(\d+),"msg":"api started"/.exec(said) ?? [];
    const url = `http://127.0.0.1:${port}`;
    const response = port ? await fetch(`${url}/health/ready`).catch(() => undefined) : undefined;
    return response?.ok && url;
  });
}
