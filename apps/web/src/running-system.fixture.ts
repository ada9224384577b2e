import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { createTestDatabase } from '@reset/shared/database/test-database.fixture';
import type { DataSource } from 'typeorm';

const APPS = path.resolve(__dirname, '../..');
const BUILT = ['api/dist/main.js', 'worker/dist/main.js', 'web/dist/index.html'];

export type RunningSystem = { url: string; dataSource: DataSource; stop: () => Promise<void> };

/** The built API, serving the built web app, and a worker, each a process, with everything of their own. */
export async function givenRunningSystem(): Promise<RunningSystem> {
  const missing = BUILT.filter((file) => !existsSync(path.join(APPS, file)));
  if (missing.length > 0) throw new Error(`run npm run build first: there is no ${missing.join(', ')}`);
  const redisUrl = process.env.TEST_REDIS_URL;
  if (!redisUrl) throw new Error('TEST_REDIS_URL is not set: run the tests with npm test');
  const database = await createTestDatabase();
  const directory = await mkdtemp(path.join(tmpdir(), 'reset-web-'));
  const environment = {
    PATH: process.env.PATH,
    DATABASE_URL: database.url,
    REDIS_URL: redisUrl,
    STORAGE_URL: pathToFileURL(directory).href,
    QUEUE_PREFIX: `{test-${randomBytes(8).toString('hex')}}`,
    SESSION_SECRET: randomBytes(32).toString('hex'),
    PORT: '0',
  };
  const api = start('api/dist/main.js', environment);
  const worker = start('worker/dist/main.js', environment);
  const stop = async () => {
    await Promise.all([api.stop(), worker.stop()]);
    await database.drop();
    await rm(directory, { recursive: true });
  };
  try {
    const [{ port }] = await Promise.all([api.said('api started'), worker.said('worker started')]);
    // By name, because a browser takes it for as trustworthy as HTTPS.
    return { url: `http://localhost:${port}`, dataSource: database.dataSource, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts a built program. What it logs is read as lines of JSON; what it complains of is shown. */
function start(program: string, env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [path.join(APPS, program)], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    said: (message: string) => untilSaid(child, program, message),
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** The line of the log that has this message. */
function untilSaid(child: ChildProcess, program: string, message: string): Promise<{ port?: number }> {
  if (!child.stdout) throw new Error('the output of a program is always read');
  const lines = createInterface({ input: child.stdout });
  return new Promise((resolve, reject) => {
    lines.on('line', (line) => {
      const entry = JSON.parse(line) as { msg?: string; port?: number };
      if (entry.msg === message) resolve(entry);
    });
    child.once('exit', (code) => reject(new Error(`${program} ended with ${code} before it was ready`)));
  });
}
