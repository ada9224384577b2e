import { createHash, randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { gzipSync } from 'node:zlib';
import { newApiKey } from '@reset/shared/auth/api-key';
import { ApiKey } from '@reset/shared/entities/people';
import {
  type FaultBench,
  type FileOnBench,
  fileAboutEveryPair,
  NO_FAILPOINTS,
  sharedServers,
  startFaultBench,
} from '@reset/shared/testing/fault-bench.fixture';
import { until } from '@reset/shared/testing/running-system.fixture';
import { answerTo, begin, post } from '../uploads/http-client.fixture';

const LIMIT_BYTES = 1_000_000;

let bench: FaultBench;
beforeAll(async () => {
  const env = { ...NO_FAILPOINTS, MAX_UPLOAD_BYTES: String(LIMIT_BYTES) };
  bench = await startFaultBench(sharedServers(), { apis: 2, workers: 1, env });
});
afterAll(() => bench.stop());

const CSV = Buffer.from(fileAboutEveryPair());
const portOf = (api: number) => Number(new URL(bench.system.urls[api] ?? '').port);
/** To one of the two APIs. */
const uploadTo = (api: number, headers: Record<string, string | number> = {}, key = bench.key) => ({
  port: portOf(api),
  query: 'v1/bulk-resets?confirm=when-valid',
  headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'text/csv', ...headers },
});
const sha256 = (body: Buffer) => `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
const storage = () => path.join(bench.system.directory, 'storage');

async function storedFiles(under = ''): Promise<string[]> {
  const options = { recursive: true, withFileTypes: true } as const;
  const entries = await readdir(path.join(storage(), under), options).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => path.join(parentPath, name));
}
const arriving = async () => (await storedFiles('.incoming')).length;

/** All that an upload may leave, of every organization. */
const whatIsThere = async () => ({
  bulkResets: await bench.numberOf('SELECT COUNT(*) AS n FROM bulk_reset'),
  chunks: await bench.numberOf('SELECT COUNT(*) AS n FROM chunk'),
  unclaimed: await bench.numberOf('SELECT COUNT(*) AS n FROM unclaimed_file'),
  keys: await bench.numberOf('SELECT COUNT(*) AS n FROM idempotency_key'),
  files: await storedFiles(),
});

describe('39', () => {
  test.each([
    ['to a thousand times as much', 200_000_000, { status: 413, body: { code: 'file-too-large' } }],
    ['to one byte more than is allowed', LIMIT_BYTES + 1, { status: 413, body: { code: 'file-too-large' } }],
  ])('a compressed file that expands %s is refused and leaves nothing', async (_, bytes, refusal) => {
    const before = await whatIsThere();
    const body = gzipSync(
      Buffer.concat([CSV, Buffer.alloc(bytes - CSV.length, 'learner1,course1,TRUE,a note\r\n')]),
    );
    expect(body.length).toBeLessThan(LIMIT_BYTES);
    for (const api of [0, 1])
      expect(await post(uploadTo(api, { 'Content-Encoding': 'gzip' }), body)).toMatchObject(refusal);
    expect(await whatIsThere()).toEqual(before);
  });

  test.each(['Content-Digest', 'Repr-Digest'])('a wrong %s is refused and leaves nothing', async (name) => {
    const before = await whatIsThere();
    const answer = await post(uploadTo(0, { [name]: sha256(Buffer.from('another')) }), CSV);
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'digest-mismatch', details: { header: name } },
    });
    expect(await whatIsThere()).toEqual(before);
  });

  test('a Content-Length that says too much: what breaks off leaves nothing', async () => {
    const before = await whatIsThere();
    const { query, headers } = uploadTo(0, { 'Content-Length': CSV.length + 1 });
    const socket = connect(portOf(0), '127.0.0.1');
    const closed = new Promise((resolve) => socket.on('error', () => undefined).once('close', resolve));
    socket.write(`POST /${query} HTTP/1.1\r\nHost: api\r\n`);
    socket.write(
      `${Object.entries(headers)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join('')}\r\n`,
    );
    socket.write(CSV);
    await until(async () => (await arriving()) > 0);
    // No more comes. The other half stays open for an answer.
    socket.end();
    socket.resume();
    await closed;
    // Nobody is answered when it is done: the file goes first, and what is written down of it after that.
    await until(async () => isDeepStrictEqual(await whatIsThere(), before));
  });

  test('a Content-Length that says too little: with the digest of the whole file the part is refused', async () => {
    const before = await whatIsThere();
    const part = CSV.subarray(0, CSV.lastIndexOf('learner'));
    const answer = await post(uploadTo(0, { 'Content-Digest': sha256(CSV) }), part);
    expect(answer).toMatchObject({ status: 400, body: { code: 'digest-mismatch' } });
    expect(await whatIsThere()).toEqual(before);
  });

  test('after all that, both APIs are well', async () => {
    for (const url of bench.system.urls) expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  });

  test('clients that send a byte now and then hold up nobody, and are taken in when they have come to their end', async () => {
    const MANY = 40; // more than there are connections to the database
    const program = await bench.givenProgram();
    const world = await program.world();
    const slow = Array.from({ length: MANY }, (_, index) => {
      const request = begin(uploadTo(index % 2, { 'Content-Length': CSV.length }, program.key));
      return { request, answer: answerTo(request) };
    });
    // By now it is clear that it is a CSV file; from here on a byte at a time.
    let sent = Math.floor(CSV.length / 2);
    for (const { request } of slow) request.write(CSV.subarray(0, sent));
    const atFirst = sent;
    const sendOne = () => {
      for (const { request } of slow) request.write(CSV.subarray(sent, sent + 1));
      sent += 1;
    };
    const trickle = setInterval(sendOne, 100);
    let quick: FileOnBench;
    try {
      await until(async () => (await arriving()) === MANY);
      quick = await bench.upload({ confirmed: true });
      await quick.untilStatus('completed');
    } finally {
      clearInterval(trickle);
    }
    expect(sent).toBeGreaterThan(atFirst);
    expect(await arriving()).toBe(MANY);
    // One of them makes it; the others go away.
    const [patient, ...others] = slow as [(typeof slow)[0], ...typeof slow];
    const gone = others.map(({ request, answer }) => {
      request.destroy(new Error('the client goes'));
      return expect(answer).rejects.toThrow('the client goes');
    });
    await Promise.all(gone);
    patient.request.end(CSV.subarray(sent));
    const { status, body } = await patient.answer;
    expect(status).toBe(202);
    const file = program.follow(String(body.id), CSV.toString(), world);
    expect(await Promise.all([quick.check('completed'), file.check('completed')])).toEqual([[], []]);
    expect(await arriving()).toBe(0);
  });
});

test('42: a key that is replaced in the middle of uploads: with the old one nothing is kept, with the new one it goes on', async () => {
  const program = await bench.givenProgram();
  const world = await program.world();
  const before = await whatIsThere();
  const name = randomUUID();
  const uploads = [0, 1].map((api) => {
    const headers = { 'Content-Length': CSV.length, ...(api === 0 ? { 'Idempotency-Key': name } : {}) };
    const request = begin(uploadTo(api, headers, program.key));
    request.write(CSV.subarray(0, CSV.length / 2));
    return { request, answer: answerTo(request) };
  });
  await until(async () => (await arriving()) === uploads.length);
  const { dataSource } = bench.system;
  const keys = dataSource.getRepository(ApiKey);
  const { organizationId } = program;
  await keys.update({ organizationId }, { revokedAt: new Date() });
  const { key, secretHash } = newApiKey();
  await keys.insert({ organizationId, name: 'new', role: 'administrator', secretHash });

  for (const { request } of uploads) request.end(CSV.subarray(CSV.length / 2));
  for (const { answer } of uploads)
    expect(await answer).toMatchObject({ status: 401, body: { code: 'not-signed-in' } });
  expect(await whatIsThere()).toEqual(before);
  const ask = (path: string) =>
    fetch(`${bench.system.url}/v1/bulk-resets${path}`, {
      headers: { Authorization: `Bearer ${program.key}` },
    });
  expect((await ask('')).status).toBe(401);

  // The same request with the new key: nothing of the first stands in its way.
  const again = await post(uploadTo(1, { 'Idempotency-Key': name }, key), CSV);
  expect(again.status).toBe(202);
  const id = String(again.body.id);
  await keys.update({ organizationId, name: 'test' }, { revokedAt: null }); // for those who look at the end
  const file = program.follow(id, CSV.toString(), world);
  expect(await file.check('completed')).toEqual([]);
});
