import { once } from 'node:events';
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

type Fault = {
  /** Which requests it happens to. */
  matches: (method: string, path: string) => boolean;
  /** How many of them; for ever, where it is not said. */
  times?: number;
  /**
   * - a status: the server is not asked, and this is answered.
   * - `hang`: the server is not asked, and nothing is answered.
   * - `lose-answer`: the server does it, and the connection is cut before its answer.
   */
  outcome: number | 'hang' | 'lose-answer';
};

export type HttpProxy = {
  url: string;
  /** From now on this happens, besides what happens already. @returns how often it has happened so far */
  add(fault: Fault): () => number;
  /** Nothing happens any more; requests that hang are cut. */
  heal(): void;
  stop(): Promise<void>;
};

/** A proxy before an HTTP server, which makes the faults of an object store. The `Host` header goes through as it is. */
export async function startHttpProxy(target: string): Promise<HttpProxy> {
  const { hostname, port } = new URL(target);
  const faults = new Set<Fault & { happened: number }>();
  const hanging = new Set<ServerResponse>();
  const faultOf = (request: IncomingMessage) =>
    [...faults].find(
      ({ matches, happened, times = Number.POSITIVE_INFINITY }) =>
        happened < times && matches(request.method ?? '', request.url ?? ''),
    );

  const forward: RequestListener = (request, response) => {
    const fault = faultOf(request);
    if (fault) fault.happened += 1;
    if (typeof fault?.outcome === 'number') {
      request.resume();
      response.writeHead(fault.outcome, { 'Content-Type': 'application/xml', Connection: 'close' });
      response.end(
        `<?xml version="1.0"?><Error><Code>${fault.outcome === 503 ? 'SlowDown' : 'InternalError'}</Code></Error>`,
      );
      return;
    }
    if (fault?.outcome === 'hang') {
      hanging.add(response);
      request.resume();
      return;
    }
    const { method, url: path, headers } = request;
    const onward = httpRequest({ hostname, port, method, path, headers }, (answer) => {
      if (fault?.outcome === 'lose-answer') {
        answer.resume().once('end', () => response.destroy());
        return;
      }
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  };

  const proxy = createServer(forward);
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    add(fault) {
      const counted = { ...fault, happened: 0 };
      faults.add(counted);
      return () => counted.happened;
    },
    heal() {
      faults.clear();
      for (const response of hanging) response.destroy();
      hanging.clear();
    },
    async stop() {
      proxy.closeAllConnections();
      proxy.close();
      await once(proxy, 'close');
    },
  };
}
