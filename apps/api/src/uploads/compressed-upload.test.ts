import { gzipSync } from 'node:zlib';
import { sha256Of } from '@reset/shared/storage/test-body.fixture';
import { givenUploadServer, type UploadServer } from './given-upload-server.fixture';
import { post } from './http-client.fixture';

const CSV = Buffer.from('Learner,Content,Reset required\nann,A-17,TRUE\nbob,A-17,FALSE\n');
const HEADERS = { 'Content-Type': 'text/csv', 'Content-Encoding': 'gzip' };

let server: UploadServer;
const given = async (options: Parameters<typeof givenUploadServer>[0] = {}) => {
  server = await givenUploadServer(options);
  return server;
};
afterEach(() => server.close());

test.each([
  ['in one piece', gzipSync(CSV)],
  ['in two members', Buffer.concat([gzipSync(CSV.subarray(0, 40)), gzipSync(CSV.subarray(40))])],
])('a file compressed %s is stored expanded, also where it comes byte by byte', async (_, body) => {
  const { port, stored } = await given();
  for (const sliceBytes of [body.length, 1]) {
    const answer = await post({ port, headers: HEADERS }, body, sliceBytes);
    expect(answer).toMatchObject({
      status: 200,
      body: { bytes: CSV.length, sha256: sha256Of(CSV), inspection: { rows: 2 } },
    });
    expect((await stored()).equals(CSV)).toBe(true);
  }
});

const bomb = gzipSync(Buffer.concat([CSV, Buffer.alloc(300_000_000, 'ann,A-17,TRUE\n')]));
const DAMAGED = 'The compressed file is damaged.';
const BEHIND = 'Something stands behind the end of the compressed file.';
test.each([
  ['that breaks off', gzipSync(CSV).subarray(0, -9), DAMAGED],
  ['that is none', CSV, DAMAGED],
  ['of no bytes', Buffer.alloc(0), DAMAGED],
  ['with something else behind it', Buffer.concat([gzipSync(CSV), CSV]), DAMAGED],
  ['with zeros behind it', Buffer.concat([gzipSync(CSV), Buffer.alloc(10), CSV]), BEHIND],
  [
    'that expands to a thousand times as much',
    bomb,
    'It expands to far more than a CSV file would. Send it as it is.',
  ],
])('a compressed file %s is refused and leaves nothing', async (_, body, message) => {
  const { port, contents } = await given();
  for (const sliceBytes of [body.length || 1, Math.max(1, Math.ceil(body.length / 50))]) {
    const answer = await post({ port, headers: HEADERS }, body, sliceBytes);
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'bad-request', details: { faults: [{ path: 'Content-Encoding', message }] } },
    });
    expect(await contents()).toEqual([]);
  }
});

test('the limit counts what is stored, not what was sent', async () => {
  const body = Buffer.concat([CSV, Buffer.alloc(2_000_000, 'ann,A-17,TRUE\n')]);
  const { port, contents } = await given({ maxBytes: 1_000_000 });
  expect(gzipSync(body).length).toBeLessThan(100_000);
  const answer = await post({ port, headers: HEADERS }, gzipSync(body), 1_000);
  expect(answer).toMatchObject({ status: 413, body: { code: 'file-too-large' } });
  expect(await contents()).toEqual([]);
});
