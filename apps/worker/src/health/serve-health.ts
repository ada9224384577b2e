import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readiness } from '@reset/shared/health/check-readiness';

/** For supervisors: whether the process runs, and whether it really works. */
export async function serveHealth(
  readiness: () => Promise<Readiness>,
  { host, port }: { host: string; port: number },
): Promise<{ port: number; stop: () => Promise<void> }> {
  const server = createServer(answer(readiness));
  await listen(server, host, port);
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const listen = (server: Server, host: string, port: number) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });

function answer(readiness: () => Promise<Readiness>): RequestListener {
  const bodyOf = async (path: string | undefined): Promise<[status: number, body: object]> => {
    if (path === '/health/live') return [200, { live: true }];
    if (path !== '/health/ready') return [404, { code: 'not-found' }];
    const told = await readiness();
    return [told.ready ? 200 : 503, told];
  };
  return async ({ url }, response) => {
    const [status, body] = await bodyOf(url?.split('?')[0]);
    response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
    response.end(JSON.stringify(body));
  };
}
