import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * - `pass`: bytes go through as they come.
 * - `refuse`: connections are closed as soon as they are made.
 * - `hole`: connections are made and kept, and nothing goes through; what was sent comes later, when it passes again, as
 *   TCP does after a cable was pulled out for a while.
 */
type Mode = 'pass' | 'refuse' | 'hole';
type Link = { client: Socket; server: Socket };

export type TcpProxy = {
  /** The same URL, by way of the proxy. */
  through(url: string): string;
  /** Changes what happens to connections, those that are open included. */
  set(mode: Mode): void;
  /** Cuts all connections that are open; new ones are made. @returns how many */
  cut(): number;
  /** Nothing goes through the connections that are open any more, and neither end is told; new ones are made. */
  hang(): void;
  /** Each piece of data waits so long on its way, in both directions. */
  delayBy(ms: number): void;
  /** At most so many bytes a second go through each connection and direction. */
  throttleTo(bytesPerSecond: number): void;
  /**
   * The next request that contains these bytes reaches the server, and the answer does not reach the client: the
   * connection is cut once the server has answered. @returns when that has happened
   */
  loseAnswerTo(bytes: string | Buffer): Promise<void>;
  /** As `loseAnswerTo`, and the request does not reach the server either. */
  loseRequest(bytes: string | Buffer): Promise<void>;
  /** Connections at the moment. */
  connections(): number;
  stop(): Promise<void>;
};

/** What the MySQL protocol sends for `COMMIT`: a packet of the kind COM_QUERY. */
export const COMMIT = Buffer.from('\x03COMMIT');

/** A proxy before one server, which makes the faults of a network. */
export async function startTcpProxy(target: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(target);
  const links = new Set<Link>();
  let mode: Mode = 'pass';
  let delayMs = 0;
  let bytesPerSecond = Number.POSITIVE_INFINITY;
  let trap: { bytes: Buffer; forward: boolean; sprung: () => void } | undefined;

  const close = (link: Link) => {
    link.client.destroy();
    link.server.destroy();
    links.delete(link);
  };
  const cut = () => {
    const count = links.size;
    for (const link of [...links]) close(link);
    return count;
  };
  /** Whether the data was the one that is waited for; then nothing more goes back to the client. */
  const springs = (link: Link, data: Buffer): boolean => {
    if (!trap?.bytes || !data.includes(trap.bytes)) return false;
    const { forward, sprung } = trap;
    trap = undefined;
    const end = () => {
      close(link);
      sprung();
    };
    link.server.removeAllListeners('data');
    if (!forward) end();
    else {
      link.server.once('data', end);
      link.server.write(data);
    }
    return true;
  };
  /** Keeps the order: each piece waits for the one before it. */
  const pump = (link: Link, from: Socket, to: Socket, seen: (data: Buffer) => boolean) => {
    let last = Promise.resolve();
    from.on('data', (data: Buffer) => {
      if (seen(data)) return;
      if (delayMs === 0 && bytesPerSecond === Number.POSITIVE_INFINITY) {
        last = last.then(() => void (to.destroyed || to.write(data)));
        return;
      }
      const at = Date.now() + delayMs;
      from.pause();
      last = last.then(async () => {
        await wait(Math.max(0, at - Date.now()) + (1_000 * data.length) / bytesPerSecond);
        if (mode !== 'hole') from.resume();
        if (!to.destroyed) to.write(data);
      });
    });
    if (mode === 'hole') from.pause();
    from.on('error', () => close(link)).on('close', () => void last.then(() => close(link)));
  };

  const proxy = createServer((client) => {
    client.on('error', () => undefined);
    if (mode === 'refuse') {
      client.destroy();
      return;
    }
    const link = { client, server: connect(Number(port), hostname) };
    links.add(link);
    client.setNoDelay();
    link.server.setNoDelay();
    pump(link, client, link.server, (data) => springs(link, data));
    pump(link, link.server, client, () => false);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const own = (proxy.address() as AddressInfo).port;
  const setTrap = (bytes: string | Buffer, forward: boolean) =>
    new Promise<void>((sprung) => {
      trap = { bytes: Buffer.from(bytes), forward, sprung };
    });
  return {
    through(url) {
      const changed = new URL(url);
      changed.hostname = '127.0.0.1';
      changed.port = String(own);
      return changed.href;
    },
    set(next) {
      mode = next;
      for (const { client, server } of links) {
        if (next === 'hole') [client, server].map((socket) => socket.pause());
        else [client, server].map((socket) => socket.resume());
      }
      if (next === 'refuse') cut();
    },
    cut,
    hang() {
      for (const { client, server } of links)
        for (const socket of [client, server]) socket.removeAllListeners('data').pause();
    },
    delayBy(ms) {
      delayMs = ms;
    },
    throttleTo(rate) {
      bytesPerSecond = rate;
    },
    loseAnswerTo: (bytes) => setTrap(bytes, true),
    loseRequest: (bytes) => setTrap(bytes, false),
    connections: () => links.size,
    async stop() {
      cut();
      proxy.close();
      await once(proxy, 'close');
    },
  };
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
