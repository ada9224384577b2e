import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream';
import type { Request } from 'express';

/**
 * Reads the rest of a request and throws it away. A connection that is closed with bytes unread is reset, and the
 * client loses the answer; programs stop sending when they see it, browsers only look for it after their last byte.
 * @param maxBytes after which the connection is cut all the same
 * @returns when nothing more will come
 */
export function drainRequest(request: IncomingMessage, maxBytes: number): Promise<void> {
  let bytes = 0;
  request.on('data', (slice: Buffer) => {
    bytes += slice.length;
    if (bytes > maxBytes) request.destroy();
  });
  request.resume();
  return new Promise((resolve) => finished(request, { writable: false }, () => resolve()));
}

/** Node.js closes such a connection as soon as the answer is written. Older proxies ask for it with every request. */
export const closesBehindAnswer = (request: Request): boolean =>
  request.httpVersion === '1.0' || /\bclose\b/i.test(request.get('Connection') ?? '');
