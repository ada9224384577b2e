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
 * @param options.env adds to the environment of every process, or replaces parts of it
 */
export async function startSystem({
  apis = 1,
  workers = 1,
  env = {},
}: {
  apis?: number;
  workers?: number;
  env?: NodeJS.ProcessEnv;
} = {}) {
  const redisUrl = process.env.TEST_REDIS_URL;
  if (!redisUrl) throw new Error('TEST_REDIS_URL is not set: run the tests with npm test');
  const database = await createTestDatabase();
  const directory = await mkdtemp(path.join(tmpdir(), 'reset-system-'));
  const environment = {
    PATH: process.env.PATH,
    DATABASE_URL: database.url,
    REDIS_URL: redisUrl,
    STORAGE_URL: `file://${directory}/storage`,
    QUEUE_PREFIX: `{test-${randomBytes(6).toString('hex')}}`,
    SESSION_SECRET: randomBytes(32).toString('hex'),
    PORT: '0',
    UPKEEP_INTERVAL_MS: '250',
    ...env,
  };
  const running = new Set<ChildProcess>();
  let started = 0;
  const start = (app: 'api' | 'worker'): ChildProcess => {
    started += 1;
    const name = `${app}-${started}`;
    const child = spawn(process.execPath, [path.join(ROOT, 'apps', app, 'dist/main.js')], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const log = createWriteStream(path.join(directory, `${name}.log`));
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    running.add(child);
    child.once('exit', () => running.delete(child));
    return child;
  };
  const startWorker = () => start('worker');
  const apiProcesses = Array.from({ length: apis }, () => start('api'));
  const workerProcesses = Array.from({ length: workers }, startWorker);
  const urls = await Promise.all(
    apiProcesses.map((api, index) => untilReady(api, path.join(directory, `api-${index + 1}.log`))),
  );
  const [[api], [url]] = [apiProcesses, urls];
  if (!api || !url) throw new Error('a system has an API');

  const stop = async () => {
    await Promise.all([...running].map((child) => endProcess(child)));
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
    workers: workerProcesses,
    startWorker,
    stop,
  };
}

/** Ends a process that is ours, by SIGKILL or politely, and waits until it is gone. */
export async function endProcess(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
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
async function untilReady(api: ChildProcess, log: string): Promise<string> {
  return until(async () => {
    const said = await readFile(log, 'utf8').catch(() => '');
    if (api.exitCode !== null) throw new Error(`the API did not start: ${said}`);
    const [, port] = /"port":(\d+),"msg":"api started"/.exec(said) ?? [];
    const url = `http://127.0.0.1:${port}`;
    const response = port ? await fetch(`${url}/health/ready`).catch(() => undefined) : undefined;
    return response?.ok && url;
  });
}
