import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { givenUploadServer, type UploadServer } from './given-upload-server.fixture';
import { FORM_TYPE, form, post } from './http-client.fixture';

const CSV = Buffer.from('Learner,Content,Reset required\nann,A-17,TRUE\n');
const BODIES: [string, Buffer, Record<string, string>][] = [
  ['body', CSV, { 'Content-Type': 'text/csv' }],
  [
    'form',
    Buffer.concat([form({ name: 'file', fileName: 'a.csv', content: CSV }), Buffer.from('epilogue')]),
    { 'Content-Type': FORM_TYPE },
  ],
  ['compressed body', gzipSync(CSV), { 'Content-Type': 'text/csv', 'Content-Encoding': 'gzip' }],
];
const WAYS = BODIES.flatMap(([what, body, headers]) =>
  ['Content-Digest', 'Repr-Digest'].map((name) => [what, name, body, headers] as const),
);

let server: UploadServer;
beforeEach(async () => {
  server = await givenUploadServer();
});
afterEach(() => server.close());

const digest = (body: Buffer, algorithm = 'sha256') =>
  `:${createHash(algorithm).update(body).digest('base64')}:`;
const other = Buffer.from('other');

test.each(WAYS)('a %s that is what its %s says is received', async (_, name, body, headers) => {
  const value = `md5=:AAAA:, sha-256=${digest(body)}, sha-512=${digest(body, 'sha512')}`;
  for (const sliceBytes of [body.length, 7]) {
    const answer = await post(
      { port: server.port, headers: { ...headers, [name]: value } },
      body,
      sliceBytes,
    );
    expect(answer.status).toBe(200);
  }
});

test.each(WAYS)('a %s that is not what its %s says leaves nothing', async (_, name, body, headers) => {
  for (const value of [
    `sha-256=${digest(other)}`,
    `sha-256=${digest(body)}, sha-512=${digest(other, 'sha512')}`,
  ]) {
    const answer = await post({ port: server.port, headers: { ...headers, [name]: value } }, body, 7);
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'digest-mismatch', details: { header: name } },
    });
    expect(await server.contents()).toEqual([]);
  }
});
