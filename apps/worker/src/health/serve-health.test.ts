import type { Readiness } from '@reset/shared/health/check-readiness';
import { Registry } from 'prom-client';
import { createWorkerMetrics } from '../worker-metrics';
import { type Health, serveHealth } from './serve-health';

const TOKEN = 'a-token-of-enough-letters';
const READY: Readiness = { ready: true, checks: { consuming: 'ok', database: 'ok' } };

async function given(health: Partial<Health>) {
  const registry = new Registry();
  const metrics = {
    token: TOKEN,
    contentType: registry.contentType,
    read: () => registry.metrics(),
  };
  const { port, stop } = await serveHealth(
    { readiness: async () => READY, metrics, ...health },
    { host: '127.0.0.1', port: 0 },
  );
  const ask = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    return { status: response.status, text: await response.text() };
  };
  return { registry, ask, stop };
}

test('a worker that does not consume lives and is not ready', async () => {
  let told: Readiness = { ready: false, checks: { consuming: 'failed', database: 'ok' } };
  const { ask, stop } = await given({ readiness: async () => told });
  const asJson = async (path: string) => {
    const { status, text } = await ask(path);
    return { status, body: JSON.parse(text) };
  };
  expect(await asJson('/health/live')).toEqual({ status: 200, body: { live: true } });
  expect(await asJson('/health/ready')).toEqual({ status: 503, body: told });
  told = READY;
  expect(await asJson('/health/ready?verbose')).toEqual({ status: 200, body: told });
  expect((await ask('/else')).status).toBe(404);
  await stop();
});

test('what a worker measured is told to whoever has the token', async () => {
  const { registry, ask, stop } = await given({});
  const metrics = createWorkerMetrics(registry);
  const chunk = { phase: 'reset', rows: 70 } as const;
  metrics.chunkEnded(chunk, 'done', 0.2);
  metrics.chunkEnded(chunk, 'superseded', 3);
  metrics.leaseLost('validate');
  metrics.addedAgain(2);
  expect((await ask('/metrics')).status).toBe(401);
  const { status, text } = await ask('/metrics', { Authorization: `Bearer ${TOKEN}` });
  expect(status).toBe(200);
  for (const line of [
    'reset_rows_total{phase="reset"} 70',
    'reset_chunks_total{phase="reset",end="done"} 1',
    'reset_chunks_total{phase="reset",end="superseded"} 1',
    'reset_chunk_duration_seconds_bucket{le="0.25",phase="reset"} 1',
    'reset_chunk_duration_seconds_count{phase="reset"} 2',
    'reset_leases_lost_total{phase="validate"} 1',
    'reset_chunks_added_again_total 2',
  ])
    expect(text.split('\n')).toContain(line);
  await stop();
});

test('without a token the metrics are nobody’s', async () => {
  const metrics = { token: undefined, contentType: '', read: async () => 'secret' };
  const { ask, stop } = await given({ metrics });
  expect((await ask('/metrics', { Authorization: 'Bearer undefined' })).status).toBe(404);
  await stop();
});
