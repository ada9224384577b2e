import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { AppError } from '@reset/shared/errors/app-error';
import { createLogger } from '@reset/shared/log/logger';
import express from 'express';
import { errorHandler } from './error-handler';
import { sendDownload } from './send-download';

let server: Server;
let body: Readable;
beforeAll(async () => {
  const app = express();
  app.get('/', (_request, response) => sendDownload({ fileName: 'a.csv', charset: 'utf-8', body }, response));
  app.use(errorHandler(createLogger('test', { LOG_LEVEL: 'silent', LOG_PRETTY: false })));
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => void server.close());

function download(from: Readable): Promise<Response> {
  body = from;
  return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

/** Gives the slices, and then fails. */
async function* slicesThenError(slices: readonly string[]) {
  yield* slices;
  throw new AppError('storage-unavailable', { reason: 'SlowDown' });
}

test.each([
  ['several slices', ['a,b\n', '1,2\n']],
  ['one slice', ['a,b\n']],
  ['no byte at all', []],
])('%s come as they are', async (_, slices) => {
  const answer = await download(Readable.from(slices, { objectMode: false }));
  expect(answer.status).toBe(200);
  expect(answer.headers.get('Content-Disposition')).toBe('attachment; filename=a.csv');
  expect(await answer.text()).toBe(slices.join(''));
});

test('what fails before its first byte says why', async () => {
  const answer = await download(Readable.from(slicesThenError([]), { objectMode: false }));
  expect(answer.status).toBe(503);
  expect(answer.headers.get('Retry-After')).toBe('10');
  expect(answer.headers.get('Content-Disposition')).toBeNull();
  expect(await answer.json()).toMatchObject({ code: 'storage-unavailable' });
});

test('what fails later breaks off, and never looks whole', async () => {
  const answer = await download(Readable.from(slicesThenError(['a,b\n']), { objectMode: false }));
  expect(answer.status).toBe(200);
  await expect(answer.text()).rejects.toThrow();
});
