import { codeOf } from '@reset/shared/log/logger';
import { openRedisOnce } from '@reset/shared/queue/open-redis';
import { evictingPolicy } from '@reset/shared/queue/redis-policy';
import { Cluster, type Redis } from 'ioredis';
import { judgeRedis } from './server-version';

const PATIENCE_MS = 5_000;

/** @returns what was found there. @throws Error with one sentence: which server, why not, and what to do */
export async function checkRedis(url: string): Promise<string> {
  const where = `Redis at ${new URL(url).host} (REDIS_URL)`;
  const { nodes, cluster } = await look(url, where);
  const names = nodes.map((info) => judgeNode(info, where));
  if (cluster === undefined) {
    if (nodes.some((info) => /^redis_mode:cluster/m.test(info)))
      throw new Error(`${where} is a node of a cluster. Add ?cluster=true to its address.`);
    return names.join();
  }
  if (!/^cluster_state:ok/m.test(cluster))
    throw new Error(`${where} is a cluster that is not whole: no node answers for some of its slots.`);
  return `${[...new Set(names)].join(', ')}, a cluster of ${names.length} nodes`;
}

function judgeNode(info: string, where: string): string {
  const { name, fits, least } = judgeRedis(info);
  if (!fits) throw new Error(`${where} is ${name}; ${least} or later is needed.`);
  const policy = evictingPolicy(info);
  if (policy)
    throw new Error(
      `${where} evicts keys when memory is short (${policy}), and so would lose work in hand. Set maxmemory-policy noeviction.`,
    );
  return name;
}

/** INFO and not CONFIG, which hosted servers refuse; in a cluster of every node that holds slots. */
async function look(url: string, where: string): Promise<{ nodes: string[]; cluster?: string }> {
  const redis = openRedisOnce(url, PATIENCE_MS);
  let failure: unknown;
  const remember = (error: unknown) => {
    failure = error;
  };
  redis.on('error', remember);
  try {
    if (!(redis instanceof Cluster)) {
      await redis.connect();
      return { nodes: [await infoOf(redis)] };
    }
    redis.on('node error', remember);
    await redis.connect();
    const cluster = `${await redis.cluster('INFO')}`;
    return { nodes: await Promise.all(redis.nodes('master').map(infoOf)), cluster };
  } catch (error) {
    throw new Error(`${where} cannot be used: ${explain(failure ?? error)}.`, { cause: error });
  } finally {
    redis.disconnect();
  }
}

const infoOf = async (redis: Pick<Redis, 'info'>) =>
  `${await redis.info('server')}\n${await redis.info('memory')}`;

function explain(error: unknown): string {
  const nodeError = error instanceof Error && 'lastNodeError' in error ? error.lastNodeError : undefined;
  return sentenceFor(nodeError ?? error);
}

function sentenceFor(error: unknown): string {
  const code = codeOf(error);
  const words = error instanceof Error ? error.message : '';
  if (code === 'ECONNREFUSED') return 'nothing listens there. Start the server, or correct the host and port';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'nobody knows this host name';
  if (/^(NOAUTH|WRONGPASS|NOPERM)|AUTH/.test(words)) return 'it refuses this user and password, or wants one';
  if (/cluster support disabled/.test(words)) return 'it is no cluster. Take cluster=true out of its address';
  if (words === 'Connection is closed.')
    return 'no node of the cluster answers. Start them, or correct the hosts and ports';
  return words || `it does not answer (${code})`;
}
