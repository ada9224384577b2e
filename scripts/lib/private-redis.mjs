import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort } from './free-port.mjs';
import { describeVersion } from './server-version.mjs';

/**
 * Starts Redis on a directory of its own, reachable on the loopback address alone. It never evicts a key, because
 * BullMQ would lose jobs.
 * @param {object} input
 * @param {import('./process-group.mjs').ProcessGroup} input.group
 * @param {import('./server-program.mjs').ServerProgram} input.program
 * @param {string} input.directory
 * @param {string} input.password hexadecimal
 * @param {boolean} input.keepData
 * @param {string} input.logFile
 * @param {number | undefined} [input.port] of a server that comes back
 * @returns {Promise<string>} its REDIS_URL
 */
export async function startPrivateRedis({
  group,
  program,
  directory,
  password,
  keepData,
  logFile,
  port: wanted,
}) {
  const data = join(directory, 'redis');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const port = wanted ?? (await freePort());
  // In a file and not in the arguments, which every user of the machine can read.
  const configuration = join(directory, 'redis.conf');
  writeFileSync(configuration, redisConfiguration({ port, data, password, keepData }), { mode: 0o600 });
  const plan = {
    name: describeVersion(program),
    command: program.path,
    args: [configuration],
    env: program.env,
    logFile,
  };
  await group.start({ plan, isReady: () => answersPing(port, password) });
  return `redis://:${password}@127.0.0.1:${port}`;
}

/** @param {{ port: number, data: string, password: string, keepData: boolean }} settings */
export function redisConfiguration({ port, data, password, keepData }) {
  return [
    `port ${port}`,
    'bind 127.0.0.1',
    `requirepass ${password}`,
    `dir ${JSON.stringify(data)}`,
    'daemonize no',
    'save ""',
    `appendonly ${keepData ? 'yes' : 'no'}`,
    'maxmemory-policy noeviction',
    '',
  ].join('\n');
}

/**
 * @param {number} port
 * @param {string} password
 * @returns {Promise<boolean>} false also while it still loads its data
 */
export function answersPing(port, password) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let reply = '';
    socket.setTimeout(2_000, () => socket.destroy());
    socket.write(`AUTH ${password}\r\nPING\r\n`);
    socket.setEncoding('utf8').on('data', (text) => {
      reply += text;
      if (reply.includes('+PONG') || reply.includes('-')) socket.end();
    });
    socket.on('error', () => resolve(false)).on('close', () => resolve(reply.includes('+PONG')));
  });
}
