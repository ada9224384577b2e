import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { createTestDatabase } from '@reset/shared/database/test-database.fixture';
import { createLogger } from '@reset/shared/log/logger';
import { createChunkQueue } from '@reset/shared/queue/chunk-queue';
import { openFileStore } from '@reset/shared/storage/open-file-store';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { createApp } from './app';
import { type ApiConfig, readApiConfig } from './config/api-config';
import { buildDependencies, type Services } from './dependencies';

export type GivenApi = { url: string; dataSource: DataSource; services: Services; stop: () => Promise<void> };

/** The API on a free port, with a database, a queue and a directory of its own. */
export async function givenApi(change: Partial<ApiConfig> = {}): Promise<GivenApi> {
  const redisUrl = process.env.TEST_REDIS_URL;
  if (!redisUrl) throw new Error('TEST_REDIS_URL is not set: run the tests with npm test');
  const database = await createTestDatabase();
  const directory = await mkdtemp(path.join(tmpdir(), 'api-'));
  const config = {
    ...readApiConfig({
      DATABASE_URL: database.url,
      REDIS_URL: redisUrl,
      STORAGE_URL: pathToFileURL(directory).href,
      SESSION_SECRET: randomBytes(32).toString('hex'),
      QUEUE_PREFIX: `{test-${randomBytes(8).toString('hex')}}`,
      LOG_LEVEL: 'silent',
    }),
    ...change,
  };
  const services: Services = {
    config,
    log: createLogger('api', config),
    dataSource: database.dataSource,
    fileStore: openFileStore(config.STORAGE_URL),
    queue: createChunkQueue(config),
    registry: new Registry(),
  };
  while (!(await answers(services.queue))) await delay(5);
  const server = createServer(createApp(buildDependencies(services)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await services.queue.close();
    await database.drop();
    await rm(directory, { recursive: true });
  };
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, dataSource: database.dataSource, services, stop };
}

/** The queue has no patience: a command before the connection stands fails. */
const answers = (queue: Services['queue']) =>
  queue.ping().then(
    () => true,
    () => false,
  );

export type Answer = { status: number; headers: Headers; body: unknown };
type Headers = globalThis.Headers;
export type Client = {
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown): Promise<Answer>;
  put(path: string, body: unknown): Promise<Answer>;
  delete(path: string): Promise<Answer>;
};

/** Sends requests with these headers. Bodies are JSON, or text as it stands. */
export function client(url: string, headers: Record<string, string> = {}): Client {
  const send = async (method: string, target: string, body?: unknown): Promise<Answer> => {
    const response = await fetch(url + target, {
      method,
      headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
      redirect: 'manual',
    });
    const text = await response.text();
    const json = response.headers.get('Content-Type')?.includes('json');
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
  };
  return {
    get: (target) => send('GET', target),
    post: (target, body) => send('POST', target, body),
    put: (target, body) => send('PUT', target, body),
    delete: (target) => send('DELETE', target),
  };
}

/** The `Cookie` header that an answer asks for. */
export const cookieOf = ({ headers }: Answer): string =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

/** Signs in as a browser does on our own page. */
export async function signedIn(url: string, login: string, password: string): Promise<Client> {
  const answer = await client(url).post('/v1/session', { login, password });
  if (answer.status !== 201) throw new Error(`signing in as ${login} answered ${answer.status}`);
  return client(url, { Cookie: cookieOf(answer), Origin: url });
}
