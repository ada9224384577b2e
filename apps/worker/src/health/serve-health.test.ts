import type { Readiness } from '@reset/shared/health/check-readiness';
import { serveHealth } from './serve-health';

test('a worker that does not consume lives and is not ready', async () => {
  let told: Readiness = { ready: false, checks: { consuming: 'failed', database: 'ok' } };
  const { port, stop } = await serveHealth(async () => told, { host: '127.0.0.1', port: 0 });
  const ask = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    return { status: response.status, body: await response.json() };
  };
  expect(await ask('/health/live')).toEqual({ status: 200, body: { live: true } });
  expect(await ask('/health/ready')).toEqual({ status: 503, body: told });
  told = { ready: true, checks: { consuming: 'ok', database: 'ok' } };
  expect(await ask('/health/ready?verbose')).toEqual({ status: 200, body: told });
  expect((await ask('/metrics')).status).toBe(404);
  await stop();
});
