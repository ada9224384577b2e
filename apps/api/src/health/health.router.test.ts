import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readiness } from '@reset/shared/health/check-readiness';
import express from 'express';
import { healthRouter } from './health.router';

test('a process whose services do not answer is live but not ready', async () => {
  const checks = { database: 'ok', redis: 'failed', storage: 'ok' } as const;
  const readiness = async (): Promise<Readiness> => ({ ready: false, checks });
  const server = createServer(express().use('/health', healthRouter({ readiness })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/health`;

  expect((await fetch(`${url}/live`)).status).toBe(200);
  const ready = await fetch(`${url}/ready`);
  expect(ready.status).toBe(503);
  expect(ready.headers.get('Cache-Control')).toBe('no-store');
  expect(await ready.json()).toEqual({ ready: false, checks });

  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
