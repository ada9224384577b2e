import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { givenUploadServer } from './given-upload-server.fixture';
import { answerTo, begin, FORM_END, FORM_TYPE, partHead } from './http-client.fixture';

const SLICE = Buffer.from('ann,6f1c9a52-3f57-4f5e-9d0a-0e3a1f6b7c01,TRUE\n'.repeat(1_400));
const SLICES = Math.ceil(300_000_000 / SLICE.length);
const WAYS = [
  [
    'form',
    FORM_TYPE,
    partHead({ name: 'file', fileName: 'resets.csv' }),
    Buffer.concat([Buffer.from('\r\n'), FORM_END]),
  ],
  ['body', 'text/csv', Buffer.alloc(0), Buffer.alloc(0)],
] as const;

test.each(WAYS)('a %s of 300 MB comes no faster than it can be stored', async (_, type, head, tail) => {
  let stored = 0;
  const server = await givenUploadServer({
    // Slower than the network: a server that does not wait would hold ever more of the file.
    storeIn: () => ({
      write: async (_key, body) => {
        const digest = createHash('sha256');
        for await (const slice of body) {
          for (let turn = 0; turn < 4; turn += 1) await new Promise(setImmediate);
          digest.update(slice);
          stored += slice.length;
        }
        return { bytes: stored, sha256: digest.digest('hex') };
      },
      remove: async () => {},
    }),
  });
  let sent = 0;
  let mostUnderWay = 0;
  function* body() {
    yield head;
    yield Buffer.from('Learner,Content,Reset required\n');
    for (let count = 0; count < SLICES; count += 1) {
      sent += SLICE.length;
      mostUnderWay = Math.max(mostUnderWay, sent - stored);
      yield SLICE;
    }
    yield tail;
  }
  const request = begin({ port: server.port, headers: { 'Content-Type': type } });
  const answer = answerTo(request);
  await pipeline(Readable.from(body()), request);
  expect(await answer).toMatchObject({ status: 200, body: { inspection: { rows: SLICES * 1_400 } } });
  // What the two sockets hold, and a few slices.
  expect(mostUnderWay).toBeLessThan(32_000_000);
  await server.close();
});
