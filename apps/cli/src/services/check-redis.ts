import { codeOf } from '@reset/shared/log/logger';
import { Redis } from 'ioredis';
import { judgeRedis } from './server-version';

const PATIENCE_MS = 5_000;

/** @returns what was found there. @throws Error with one sentence: which server, why not, and what to do */
export async function checkRedis(url: string): Promise<string> {
  const where = `Redis at ${new URL(url).host} (REDIS_URL)`;
  const info = await askInfo(url, where);
  const { name, fits, least } = judgeRedis(info);
  if (!fits) throw new Error(`${where} is ${name}; ${least} or later is needed.`);
  const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1];
  if (policy !== undefined && policy !== 'noeviction')
    throw new Error(
      `${where} evicts keys when memory is short (${policy}), and so would lose work in hand. Set maxmemory-policy noeviction.`,
    );
  return name;
}

/** INFO and not CONFIG, which hosted servers refuse. */
async function askInfo(url: string, where: string): Promise<string> {
  const redis = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    connectTimeout: PATIENCE_MS,
    commandTimeout: PATIENCE_MS,
    maxRetriesPerRequest: 0,
  });
  let failure: unknown;
  redis.on('error', (error) => {
    failure = error;
  });
  try {
    await redis.connect();
    return `${await redis.info('server')}\n${await redis.info('memory')}`;
  } catch (error) {
    throw new Error(`${where} cannot be used: ${explain(failure ?? error)}.`, { cause: error });
  } finally {
    redis.disconnect();
  }
}

function explain(error: unknown): string {
  const code = codeOf(error);
  const words = error instanceof Error ? error.message : '';
  if (code === 'ECONNREFUSED') return 'nothing listens there. Start the server, or correct the host and port';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'nobody knows this host name';
  if (/^(NOAUTH|WRONGPASS|NOPERM)|AUTH/.test(words)) return 'it refuses this user and password, or wants one';
  return words || `it does not answer (${code})`;
}
