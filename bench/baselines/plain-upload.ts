import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * What an upload is compared with: a handler that only hashes the body and writes it, and answers when it is on the
 * disk, as the product does.
 */
const server = createServer((request, response) => {
  receive(request).then(
    (sha256) => response.writeHead(202).end(sha256),
    () => response.writeHead(500).end(),
  );
});

async function receive(request: IncomingMessage): Promise<string> {
  const hash = createHash('sha256');
  const hashing = new Transform({
    transform(bytes: Buffer, _encoding, done) {
      hash.update(bytes);
      done(null, bytes);
    },
  });
  const file = path.join(process.argv[2] ?? '', 'plain-upload.csv');
  await pipeline(request, hashing, createWriteStream(file, { flush: true }));
  return hash.digest('hex');
}

server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.once('disconnect', () => server.close());
