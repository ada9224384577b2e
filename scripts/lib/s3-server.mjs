import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { findSwift } from './find-swift.mjs';
import { freePort } from './free-port.mjs';
import { createProcessGroup } from './process-group.mjs';
import { runCommand } from './run-command.mjs';
import { BACKENDS, backendConfig, KEYS, proxyConfig, REGION, SWIFT_CONFIG } from './swift-config.mjs';

/** @typedef {import('./find-swift.mjs').Swift} Swift */
/** @typedef {{ proxy: number, memcached: number, account: number, container: number, object: number }} Ports */
/** @typedef {{ url: string, endpoint: string, accessKey: string, secretKey: string, region: string, stop: () => Promise<unknown> }} S3Server */

// Swift reads /etc/swift/swift.conf unless it is told otherwise before its other modules load.
const USE_OWN_CONFIG = 'import sys; from swift.common import utils; utils.set_swift_dir(sys.argv[1])';
const RUN_SERVER = `${USE_OWN_CONFIG}
import runpy
sys.argv = sys.argv[2:]
runpy.run_path(sys.argv[0], run_name='__main__')`;
const BUILD_RINGS = `${USE_OWN_CONFIG}
import json, os
from swift.common.ring import RingBuilder
for name, port in json.loads(sys.argv[2]).items():
    builder = RingBuilder(4, 1, 1)
    builder.add_dev(dict(id=0, region=1, zone=1, ip='127.0.0.1', port=port, device='d1', weight=1.0))
    builder.rebalance(seed=1)
    builder.get_ring().save(os.path.join(sys.argv[1], name + '.ring.gz'))`;

/**
 * Starts a private S3-speaking server on loopback: OpenStack Swift with its s3api, from Debian's packages, which are
 * installed where they are missing, or unpacked into `directory` without root. A directory that was used before keeps
 * its objects.
 * @param {string} directory holds everything it writes; its file system must keep extended attributes
 * @param {{ log?: (line: string) => void, signal?: AbortSignal }} [options] `log` is told what takes a while
 * @returns {Promise<S3Server>} `url` is a storage URL whose bucket `test` does not exist yet
 * @throws {import('./script-error.mjs').ScriptError} when the packages cannot be had, or with the end of the log of
 *   what did not start
 */
export async function startS3Server(
  directory,
  { log = () => {}, signal = new AbortController().signal } = {},
) {
  const root = resolve(directory);
  const etc = join(root, 'etc');
  const logs = join(root, 'log');
  mkdirSync(logs, { recursive: true });
  const swift = await findSwift({ directory: root, logFile: join(logs, 'install.log'), log, signal });
  const ports = await freePorts();
  writeConfiguration(root, etc, ports);
  await buildRings(swift, { etc, ports, logFile: join(logs, 'rings.log'), signal });
  const group = createProcessGroup({ signal, restart: false });
  try {
    await group.start(...processesOf(swift, { etc, logs, ports }));
  } catch (error) {
    await group.stop();
    throw error;
  }
  return { ...addressOf(ports.proxy), stop: group.stop };
}

/** @param {number} port */
function addressOf(port) {
  const endpoint = `http://127.0.0.1:${port}`;
  const url = `s3://test?endpoint=${encodeURIComponent(endpoint)}&region=${REGION}&forcePathStyle=true`;
  return { url, endpoint, ...KEYS, region: REGION };
}

/** @returns {Promise<Ports>} */
async function freePorts() {
  const found = new Set();
  while (found.size < 5) found.add(await freePort());
  const [proxy, memcached, account, container, object] = [...found];
  return { proxy, memcached, account, container, object };
}

/**
 * @param {string} root
 * @param {string} etc
 * @param {Ports} ports
 */
function writeConfiguration(root, etc, ports) {
  const devices = join(root, 'srv');
  for (const folder of [etc, join(devices, 'd1')]) mkdirSync(folder, { recursive: true });
  const user = userInfo().username;
  /** @type {(name: string, text: string) => void} */
  const write = (name, text) => writeFileSync(join(etc, name), text);
  write('swift.conf', SWIFT_CONFIG);
  for (const name of BACKENDS) {
    write(`${name}-server.conf`, backendConfig({ name, etc, devices, user, port: ports[name] }));
  }
  write('proxy-server.conf', proxyConfig({ etc, user, port: ports.proxy, memcachedPort: ports.memcached }));
}

/**
 * The rings say on which port each server is; the places of the objects in them are always the same.
 * @param {Swift} swift
 * @param {{ etc: string, ports: Ports, logFile: string, signal: AbortSignal }} options
 */
async function buildRings({ python, env }, { etc, ports, logFile, signal }) {
  const backends = Object.fromEntries(BACKENDS.map((name) => [name, ports[name]]));
  await runCommand(python, ['-c', BUILD_RINGS, etc, JSON.stringify(backends)], { env, logFile, signal });
}

/**
 * @param {Swift} swift
 * @param {{ etc: string, logs: string, ports: Ports }} options
 */
function processesOf({ python, memcached, programs, env }, { etc, logs, ports }) {
  const shared = { env, graceMs: 5_000 };
  /** @param {'proxy' | 'account' | 'container' | 'object'} name */
  const server = (name) => ({
    plan: {
      ...shared,
      name: `swift-${name}-server`,
      command: python,
      args: ['-c', RUN_SERVER, etc, programs[name], join(etc, `${name}-server.conf`), '--verbose'],
      logFile: join(logs, `${name}.log`),
    },
    isReady: () => accepts(ports[name]),
  });
  // As root it asks whom to become. Another user's process would not end with this one.
  const user = process.getuid?.() === 0 ? ['-u', 'root'] : [];
  const args = [...user, '-l', '127.0.0.1', '-p', String(ports.memcached), '-m', '32'];
  const plan = {
    ...shared,
    name: 'memcached',
    command: memcached,
    args,
    logFile: join(logs, 'memcached.log'),
  };
  return [{ plan, isReady: () => accepts(ports.memcached) }, ...BACKENDS.map(server), server('proxy')];
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function accepts(port) {
  return new Promise((answer) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => answer(false));
    socket.once('connect', () => {
      socket.destroy();
      answer(true);
    });
  });
}
