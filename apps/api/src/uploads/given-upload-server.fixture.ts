import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLogger } from '@reset/shared/log/logger';
import { directoryFileStore } from '@reset/shared/storage/directory-file-store';
import type { FileStore } from '@reset/shared/storage/file-store';
import express from 'express';
import { errorHandler } from '../http/error-handler';
import { receiveUploads } from './receive-file';

export const KEY = 'org/upload.csv';

export type UploadServer = {
  port: number;
  /** How each request ended, in order: what was received, or the error. */
  next: () => Promise<unknown>;
  /** Every file in the store, published or not. */
  contents: () => Promise<string[]>;
  stored: () => Promise<Buffer>;
  close: () => Promise<void>;
};

/** A server that receives uploads and does nothing else. */
export async function givenUploadServer({
  maxBytes = 1_000_000_000,
  storeIn = directoryFileStore,
}: {
  maxBytes?: number;
  storeIn?: (directory: string) => Pick<FileStore, 'write' | 'remove'>;
} = {}): Promise<UploadServer> {
  const directory = await mkdtemp(path.join(tmpdir(), 'uploads-'));
  const limits = { maxBytes, rowsPerChunk: 1_000, bytesPerChunk: 1_000_000 };
  const receive = receiveUploads({ fileStore: storeIn(directory), limits });
  const ended = queueOfOutcomes();
  const app = express();
  app.post('/', async (request, response) => {
    const encoding = request.query.encoding === 'windows-1252' ? 'windows-1252' : undefined;
    const receiving = receive(request, response, { key: KEY, encoding });
    await receiving.then(ended.add, ended.add);
    response.json(await receiving);
  });
  app.use(errorHandler(createLogger('test', { LOG_LEVEL: 'silent', LOG_PRETTY: false })));
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    next: ended.next,
    contents: async () => {
      const entries = await readdir(directory, { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
    },
    stored: () => readFile(path.join(directory, KEY)),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(directory, { recursive: true });
    },
  };
}

function queueOfOutcomes() {
  const outcomes: unknown[] = [];
  const waiting: ((outcome: unknown) => void)[] = [];
  const add = (outcome: unknown) => {
    const waiter = waiting.shift();
    if (waiter) waiter(outcome);
    else outcomes.push(outcome);
  };
  const next = () =>
    outcomes.length > 0
      ? Promise.resolve(outcomes.shift())
      : new Promise<unknown>((resolve) => waiting.push(resolve));
  return { add, next };
}
