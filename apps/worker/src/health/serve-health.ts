import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readiness } from '@reset/shared/health/check-readiness';
import { type Metrics, mayReadMetrics } from '@reset/shared/metrics/metrics-endpoint';

export type Health = { readiness: () => Promise<Readiness>; metrics: Metrics };

/** For supervisors: whether the process runs, whether it really works, and what it measured. */
export async function serveHealth(
  health: Health,
  { host, port }: { host: string; port: number },
): Promise<{ port: number; stop: () => Promise<void> }> {
  const server = createServer(answer(health));
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

type Answer = { status: number; type: string; body: string };
const json = (status: number, body: object): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
});

const answer =
  (health: Health): RequestListener =>
  async (request, response) => {
    const { status, type, body } = await answerTo(health, request);
    response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' });
    response.end(body);
  };

async function answerTo({ readiness, metrics }: Health, { url, headers }: IncomingMessage): Promise<Answer> {
  const path = url?.split('?')[0];
  if (path === '/health/live') return json(200, { live: true });
  if (path === '/health/ready') {
    const told = await readiness();
    return json(told.ready ? 200 : 503, told);
  }
  if (path !== '/metrics' || metrics.token === undefined) return json(404, { code: 'not-found' });
  if (!mayReadMetrics(metrics, headers.authorization)) return json(401, { code: 'not-signed-in' });
  return { status: 200, type: metrics.contentType, body: await metrics.read() };
}
