import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findMysqlServer } from '../../../../scripts/lib/find-mysql-server.mjs';
import { FORGET_DATA, KEEP_DATA, startPrivateMysql } from '../../../../scripts/lib/private-mysql.mjs';
import { startPrivateRedis } from '../../../../scripts/lib/private-redis.mjs';
import { createProcessGroup } from '../../../../scripts/lib/process-group.mjs';
import { findServerProgram } from '../../../../scripts/lib/server-program.mjs';
import { until } from './running-system.fixture';

export type PrivateServer = {
  url: string;
  /** Where it keeps its data, `redis` or the database's product, and its log. */
  directory: string;
  pid(): number;
  /** SIGKILL; it stays away until it is started again, at the same address. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
};
type Start = (at: {
  group: ReturnType<typeof createProcessGroup>;
  directory: string;
  password: string;
  port: number | undefined;
  logFile: string;
  signal: AbortSignal;
}) => Promise<string>;

/** Small: a fault test has few rows, and the machine has other servers. */
const SMALL = ['--innodb-buffer-pool-size=64M', '--innodb-log-file-size=32M', '--max-connections=100'];

/**
 * A database server of the test's own, which may be killed and started again.
 * @param options.settings more of them, as the server's arguments
 */
export async function startOwnMysql({ settings = [] as readonly string[] } = {}): Promise<PrivateServer> {
  const program = await findMysqlServer({ logFile: path.join(tmpdir(), 'install-mysql.log') });
  const sqlMode = FORGET_DATA.filter((setting) => setting.startsWith('--sql-mode'));
  return ownServer((at) =>
    startPrivateMysql({ ...at, program, settings: [...KEEP_DATA, ...sqlMode, ...SMALL, ...settings] }),
  );
}

/** @param options.keepData writes an append-only file; otherwise it comes back empty */
export async function startOwnRedis({ keepData = false } = {}): Promise<PrivateServer> {
  const program = process.env.TEST_REDIS_SERVER
    ? { product: 'redis' as const, version: '', path: process.env.TEST_REDIS_SERVER, env: process.env }
    : await findServerProgram('redis');
  return ownServer((at) => startPrivateRedis({ ...at, program, keepData }));
}

async function ownServer(start: Start): Promise<PrivateServer> {
  const directory = await mkdtemp(path.join(tmpdir(), 'own-server-'));
  const life = new AbortController();
  const password = randomBytes(12).toString('hex');
  let port: number | undefined;
  let group = createProcessGroup({ signal: life.signal, restart: false });
  const run = () =>
    start({
      group,
      directory,
      password,
      port,
      logFile: path.join(directory, 'server.log'),
      signal: life.signal,
    });
  const url = await run();
  port = Number(new URL(url).port);
  const pid = () => group.processes()[0]?.pid ?? 0;
  return {
    url,
    directory,
    pid,
    async kill() {
      process.kill(pid(), 'SIGKILL');
      await until(async () => !isAlive(pid()));
    },
    async start() {
      group = createProcessGroup({ signal: life.signal, restart: false });
      await run();
    },
    async stop() {
      await group.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
