import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

export type Asked = {
  method?: string;
  path: string;
  headers?: Record<string, string | number>;
  body?: string | Buffer | Readable;
};
export type Answered = { status: number; headers: IncomingMessage['headers']; bytes: Buffer };
/** Somebody who talks to one API process. */
export type HttpClient = { send: (asked: Asked) => Promise<Answered> };

/**
 * @param url of an API process, or how to find one each time
 * @param who headers that say who is asking
 * @throws Error where no whole answer came within the time
 */
export function createHttpClient(
  url: string | (() => string),
  who: Record<string, string>,
  timeoutMs: number,
): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    async send({ method = 'GET', path, headers = {}, body }) {
      const sent = request(`${typeof url === 'string' ? url : url()}${path}`, {
        method,
        agent,
        headers: { ...who, ...headers },
        signal: AbortSignal.timeout(timeoutMs),
      });
      const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
      answered.catch(() => undefined);
      if (body === undefined || typeof body === 'string' || Buffer.isBuffer(body)) sent.end(body);
      // A refusal may come before the whole body has gone: then the answer counts.
      else await pipeline(body, sent).catch(() => undefined);
      const [response] = await answered;
      return { status: response.statusCode ?? 0, headers: response.headers, bytes: await buffer(response) };
    },
  };
}

export const jsonOf = (answered: Answered): unknown => JSON.parse(answered.bytes.toString());

/** A request with a JSON body. */
export const posting = (path: string, body: unknown, method = 'POST'): Asked => ({
  method,
  path,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});

export const uploading = (csv: string | Buffer | Readable, path = '/v1/bulk-resets'): Asked => ({
  method: 'POST',
  path,
  headers: { 'Content-Type': 'text/csv' },
  body: csv,
});
