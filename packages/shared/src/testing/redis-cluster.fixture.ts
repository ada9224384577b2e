import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { endProcess, until } from './running-system.fixture';

const HOST = '127.0.0.1';
const SLOTS = 16_384;
/** Nodes talk to each other on a port of their own, this much higher. */
const BUS = 10_000;

type ClusterNode = { port: number; client: Redis; child: ChildProcess };
export type RedisCluster = {
  /** A `REDIS_URL` that names every node. */
  url: string;
  /** A client of each node, which sees the keys of this node alone. */
  nodes: readonly Redis[];
  /** Kills a node and starts it again: it knows its place and has lost its keys. */
  restart(index: number): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Real nodes of a Redis Cluster, reachable on the loopback address alone, with the slots in equal parts.
 * @param options.slots less than all leaves the cluster broken
 */
export async function startRedisCluster(count: number, { slots = SLOTS } = {}): Promise<RedisCluster> {
  const directory = await mkdtemp(path.join(tmpdir(), 'redis-cluster-'));
  const password = randomBytes(12).toString('hex');
  const start = (port: number) => startNode(path.join(directory, `${port}`), port, password);
  const ports: number[] = [];
  while (ports.length < count) ports.push(await freePort(ports));
  const nodes: ClusterNode[] = [];
  for (const port of ports) {
    const client = new Redis(port, HOST, { password, lazyConnect: true, retryStrategy: () => 50 });
    client.on('error', () => undefined); // not there yet, or killed
    nodes.push({ port, client, child: await start(port) });
  }
  const clients = nodes.map(({ client }) => client);
  await form(nodes, slots);
  const state = slots === SLOTS ? 'ok' : 'fail';
  await untilAll(clients, state);
  const [first, ...others] = ports.map((port) => `${HOST}:${port}`);
  return {
    url: `redis://:${password}@${first}?cluster=true${others.map((node) => `&node=${node}`).join('')}`,
    nodes: clients,
    async restart(index) {
      const node = nodes[index];
      if (!node) throw new Error(`there is no node ${index}`);
      await endProcess(node.child, 'SIGKILL');
      node.child = await start(node.port);
      await untilAll(clients, state);
    },
    async stop() {
      for (const client of clients) client.disconnect();
      await Promise.all(nodes.map(({ child }) => endProcess(child)));
      await rm(directory, { recursive: true });
    },
  };
}

async function startNode(directory: string, port: number, password: string): Promise<ChildProcess> {
  const program = process.env.TEST_REDIS_SERVER;
  if (!program) throw new Error('TEST_REDIS_SERVER is not set: run the tests with npm test');
  await mkdir(directory, { recursive: true });
  const configuration = path.join(directory, 'redis.conf');
  const lines = [
    `port ${port}`,
    `bind ${HOST}`,
    `requirepass ${password}`,
    `masterauth ${password}`,
    `dir ${directory}`,
    'cluster-enabled yes',
    `cluster-announce-ip ${HOST}`, // a node otherwise learns its address from the others, later
    'cluster-node-timeout 2000',
    'save ""',
    'maxmemory-policy noeviction',
  ];
  await writeFile(configuration, `${lines.join('\n')}\n`, { mode: 0o600 });
  const child = spawn(program, [configuration], { stdio: 'ignore' });
  await once(child, 'spawn');
  return child;
}

/** What `redis-cli --cluster create` does; it may not be installed. */
async function form(nodes: readonly ClusterNode[], slots: number): Promise<void> {
  const [first] = nodes;
  for (const [index, { client, child }] of nodes.entries()) {
    await until(async () => {
      if (child.exitCode !== null) throw new Error('a node of the cluster did not start');
      return (await client.ping().catch(() => '')) === 'PONG';
    });
    const [from, to] = [index, index + 1].map((part) => Math.round((slots * part) / nodes.length)) as [
      number,
      number,
    ];
    await client.cluster('SET-CONFIG-EPOCH', index + 1);
    await client.cluster('ADDSLOTS', ...Array.from({ length: to - from }, (_, slot) => from + slot));
    if (first && index > 0) await client.cluster('MEET', HOST, first.port);
  }
}

/** Waits until every node knows of all the others, and what that makes of the cluster. */
async function untilAll(clients: readonly Redis[], state: 'ok' | 'fail'): Promise<void> {
  for (const client of clients)
    await until(async () => {
      const info = `${await client.cluster('INFO').catch(() => '')}`;
      return (
        info.includes(`cluster_state:${state}`) && info.includes(`cluster_known_nodes:${clients.length}`)
      );
    });
}

/** Both ports below the range of outgoing connections, whose ports a node that comes back could find taken. */
async function freePort(taken: readonly number[]): Promise<number> {
  return until(async () => {
    const port = randomInt(10_000, 20_000);
    return !taken.includes(port) && (await isFree(port)) && (await isFree(port + BUS)) && port;
  });
}

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(false));
    server.listen({ port, host: HOST, exclusive: true }, () => server.close(() => resolve(true)));
  });
