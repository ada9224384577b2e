import { once } from 'node:events';
import { createServer } from 'node:net';

/** A Redis that answers every command with the same INFO: one that is too old, or evicts. */
export async function givenRedisThatSays(info: string) {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      // Each command is an array of bulk strings (RESP).
      const commands = data.toString().match(/^\*\d+\r$/gm)?.length ?? 0;
      socket.write(`$${Buffer.byteLength(info)}\r\n${info}\r\n`.repeat(commands));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const stop = () => new Promise((resolve) => server.close(resolve));
  return { url: `redis://127.0.0.1:${address.port}`, stop };
}
