export type RedisNode = { host: string; port: number };

const DEFAULT_PORT = 6379;

/**
 * The nodes of a cluster to ask first; they name the others. Nothing where the URL names one server.
 *
 * `redis://user:password@host:6379?cluster=true&node=other:6379&node=third:6379`: user, password and TLS (`rediss:`)
 * are those of every node.
 * @param redisUrl without a fault
 */
export function clusterNodesOf(redisUrl: string): RedisNode[] | undefined {
  const url = new URL(redisUrl);
  if (!url.searchParams.has('cluster')) return undefined;
  return [url, ...url.searchParams.getAll('node').map(urlOfNode)].map(({ hostname, port }) => ({
    host: hostname.replace(/^\[|\]$/g, ''), // an IPv6 address
    port: Number(port || DEFAULT_PORT),
  }));
}

/** @returns what is wrong with the URL of a cluster, in words that repeat nothing of it. One server may be named as it likes. */
export function faultOfRedisUrl(redisUrl: string): string | undefined {
  const { searchParams, hostname, pathname } = new URL(redisUrl);
  const cluster = searchParams.getAll('cluster');
  if (cluster.length === 0) return searchParams.has('node') ? 'node needs cluster=true' : undefined;
  if (cluster.join() !== 'true') return 'cluster can only be true';
  if (hostname === '') return 'a cluster needs a host to ask first';
  if (!['', '/', '/0'].includes(pathname)) return 'a cluster has no numbered databases';
  if ([...searchParams.keys()].some((name) => name !== 'cluster' && name !== 'node'))
    return 'a cluster has no parameters but cluster and node';
  return searchParams.getAll('node').every(isNode) ? undefined : 'node has to be host:port';
}

const urlOfNode = (node: string) => new URL(`redis://${node}`);

/** A URL can hold much more than a host and a port. */
function isNode(node: string): boolean {
  if (!URL.canParse(`redis://${node}`)) return false;
  const { hostname, host, href } = urlOfNode(node);
  return hostname !== '' && href === `redis://${host}`;
}
