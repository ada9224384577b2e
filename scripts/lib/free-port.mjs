import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { ScriptError } from './script-error.mjs';

const LOOPBACK = '127.0.0.1';

// Below the range from which Linux picks the ports of outgoing connections (32768 and up): a client that
// reconnects to a server that is down could be given that very port, and the server could not come back.
const FIRST = 20_000;
const LAST = 32_000;
const TRIES = 100;

/** A port on the loopback address that nobody listens on. */
export async function freePort() {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = randomInt(FIRST, LAST);
    if (await isFree(port)) return port;
  }
  throw new ScriptError(`no free port between ${FIRST} and ${LAST} on ${LOOPBACK}`);
}

/**
 * The port of the page: the configured one or nothing; else the wanted one or one of the next 100.
 * @param {{ configured: string | undefined, wanted: number, host?: string, isFree?: (port: number) => Promise<boolean> }} choice
 * @throws {ScriptError} when the configured port is taken or is none
 */
export async function choosePort({
  configured,
  wanted,
  host = LOOPBACK,
  isFree: free = (port) => isFree(port, host),
}) {
  if (configured) {
    const port = portNumber(configured);
    if (await free(port)) return port;
    throw new ScriptError(`port ${port} is taken`, 'Stop what listens there, or set PORT to another number.');
  }
  for (let port = wanted; port <= wanted + 100; port += 1) if (await free(port)) return port;
  throw new ScriptError(`ports ${wanted} to ${wanted + 100} are all taken`, 'Set PORT to a free one.');
}

/** @param {string} text */
function portNumber(text) {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new ScriptError('PORT is not a port number', 'Set it to a number from 1 to 65535, or leave it out.');
}

/**
 * @param {number} port
 * @param {string} [host]
 * @returns {Promise<boolean>}
 */
export function isFree(port, host = LOOPBACK) {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
