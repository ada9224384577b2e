import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFailpointConfig } from '@reset/shared/config/failpoint-config';
import { armFailpoints } from '@reset/shared/failpoints/failpoint';
import { createApp } from './app';
import { readApiConfig } from './config/api-config';
import { buildDependencies, closeServices, openServices } from './dependencies';

/** After SIGTERM: how long requests in hand may take before they are cut off. */
const STOP_DEADLINE_MS = 10_000;
/** For a whole request, body included. Node.js allows five minutes, too little for 2 GiB over a slow line. */
const REQUEST_DEADLINE_MS = 2 * 3_600_000;
/**
 * How long a connection may rest between two requests: longer than proxies keep theirs, because a request that is sent
 * while the other end closes gets no answer, and nobody knows whether it was done. Node.js closes after five seconds.
 */
const KEEP_ALIVE_MS = 75_000;

async function main() {
  armFailpoints(readFailpointConfig());
  const config = readApiConfig();
  const services = await openServices(config);
  const { log } = services;
  const server = createServer(
    { requestTimeout: REQUEST_DEADLINE_MS, keepAliveTimeout: KEEP_ALIVE_MS },
    createApp(buildDependencies(services)),
  );
  await listen(server, config.PORT, config.HOST);
  const { port } = server.address() as AddressInfo;
  log.info({ host: config.HOST, port }, 'api started');

  const stop = async () => {
    log.info('stopping');
    setTimeout(() => process.exit(1), 2 * STOP_DEADLINE_MS).unref();
    await close(server);
    await closeServices(services);
    process.exit(0);
  };
  process.once('SIGTERM', () => void stop());
  process.once('SIGINT', () => void stop());
}

const listen = (server: Server, port: number, host: string) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });

/** Takes no more connections, lets the requests in hand end, and cuts off what is left at the deadline. */
const close = (server: Server) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), STOP_DEADLINE_MS);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });

main().catch((error: unknown) => {
  process.stderr.write(`api: ${error instanceof Error ? error.message : 'cannot start'}\n`);
  process.exit(1);
});
