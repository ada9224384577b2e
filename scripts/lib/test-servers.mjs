import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeComposeProject } from './compose-services.mjs';
import { findChromium } from './find-chromium.mjs';
import { findCompose } from './find-compose.mjs';
import { findRedisServer } from './find-redis-server.mjs';
import { findServices } from './find-services.mjs';
import { localSecrets } from './local-secrets.mjs';
import { createProcessGroup } from './process-group.mjs';
import { startS3Server } from './s3-server.mjs';
import { step } from './screen.mjs';

/** What names servers to use as they are; the tests themselves read only the TEST_ ones. */
const REAL_SERVERS = ['DATABASE_URL', 'REDIS_URL', 'STORAGE_URL'];

/** @typedef {{ signal: AbortSignal, atEnd: (work: () => unknown) => void }} Life */

/**
 * A directory for everything that one run writes.
 * @param {Life} life
 */
export function temporaryDirectory(life) {
  const directory = mkdtempSync(join(tmpdir(), 'reset-course-progress-'));
  const logs = join(directory, 'logs');
  mkdirSync(logs);
  life.atEnd(() => removeComposeProject(directory));
  life.atEnd(() => rmSync(directory, { recursive: true, force: true }));
  return { directory, logs };
}

/**
 * Starts MySQL, Redis and an S3 server for one run of the tests, except those that TEST_ variables name, and finds a
 * browser, Docker Compose and the program of a Redis Cluster.
 * @param {{ directory: string, logs: string, life: Life, environment?: NodeJS.ProcessEnv }} input
 * @returns {Promise<NodeJS.ProcessEnv>} the environment of the tests
 */
export async function startTestServers({ directory, logs, life, environment = process.env }) {
  const { signal } = life;
  const logFile = join(logs, 'install.log');
  const group = createProcessGroup({ signal, restart: false });
  life.atEnd(group.stop);
  const services = await findServices({
    group,
    directory,
    logs,
    password: localSecrets(directory).serverPassword,
    keepData: false,
    configured: { mysql: environment.TEST_DATABASE_URL, redis: environment.TEST_REDIS_URL },
    signal,
  });
  life.atEnd(services.stop);
  const inherited = Object.entries(environment).filter(([name]) => !REAL_SERVERS.includes(name));
  return {
    ...Object.fromEntries(inherited),
    ...(await startS3(join(directory, 's3'), life, environment)),
    TEST_DATABASE_URL: services.databaseUrl,
    TEST_REDIS_URL: services.redisUrl,
    TEST_CHROMIUM: environment.TEST_CHROMIUM ?? (await findChromium({ logFile, signal })),
    TEST_COMPOSE: environment.TEST_COMPOSE ?? (await findCompose({ logFile, signal })),
    TEST_REDIS_SERVER:
      environment.TEST_REDIS_SERVER ?? (await findRedisServer({ directory, logFile, signal })),
  };
}

/**
 * @param {string} directory
 * @param {Life} life
 * @param {NodeJS.ProcessEnv} environment
 */
async function startS3(directory, life, environment) {
  if (environment.TEST_S3_URL) return {};
  const server = await step('S3 server', () => startS3Server(directory, { signal: life.signal }));
  life.atEnd(server.stop);
  life.signal.throwIfAborted();
  return {
    TEST_S3_URL: server.url,
    TEST_S3_ACCESS_KEY: server.accessKey,
    TEST_S3_SECRET_KEY: server.secretKey,
  };
}
