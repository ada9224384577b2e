import { Agent } from 'node:http';
import { connect } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { AppError } from '@reset/shared/errors/app-error';
import { directoryFileStore } from '@reset/shared/storage/directory-file-store';
import { givenUploadServer, type UploadServer } from './given-upload-server.fixture';
import { answerTo, begin, FORM_END, FORM_TYPE, form, partHead, post } from './http-client.fixture';

const HEADER = 'Learner,Content,Reset required\n';
const ROW = 'ann,6f1c9a52-3f57-4f5e-9d0a-0e3a1f6b7c01,TRUE\n';
const HEAD = partHead({ name: 'file', fileName: 'resets.csv' });
const WAYS = [
  ['form', FORM_TYPE, HEAD, Buffer.concat([Buffer.from('\r\n'), FORM_END])],
  ['body', 'text/csv', Buffer.alloc(0), Buffer.alloc(0)],
] as const;

let server: UploadServer;
const given = async (options: Parameters<typeof givenUploadServer>[0] = {}) => {
  server = await givenUploadServer(options);
  return server;
};
afterEach(() => server.close());

/** A file that is refused in its first rows, and long. */
const badFile = Buffer.concat([Buffer.from(`${HEADER}ann,"A"17,TRUE\n`), Buffer.alloc(30_000_000, ROW)]);

test.each(WAYS)(
  'a client that sends its whole %s before it looks gets the refusal',
  async (_, type, head, tail) => {
    const { port, contents } = await given();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const sent = { port, headers: { 'Content-Type': type }, agent };
    const answer = await post(sent, Buffer.concat([head, badFile, tail]), 100_000);
    expect(answer).toMatchObject({ status: 422, body: { code: 'file-refused', details: { row: 2 } } });
    expect(await contents()).toEqual([]);
    // The connection is as good as before.
    const next = await post(sent, Buffer.concat([head, Buffer.from(HEADER + ROW), tail]));
    expect(next.status).toBe(200);
    agent.destroy();
  },
);

test.each(WAYS)(
  'so it does where the connection ends behind the answer to its %s',
  async (_, type, head, tail) => {
    const { port, contents } = await given();
    const headers = { 'Content-Type': type, Connection: 'close' };
    const answer = await post({ port, headers }, Buffer.concat([head, badFile, tail]), 100_000);
    expect(answer).toMatchObject({ status: 422, body: { code: 'file-refused', details: { row: 2 } } });
    expect(await contents()).toEqual([]);
  },
);

test.each(WAYS)(
  'a client that goes on sending its %s may see the refusal in the middle',
  async (_, type, head) => {
    const { port, contents } = await given();
    const request = begin({ port, headers: { 'Content-Type': type } });
    const answer = answerTo(request);
    // Never ended: the answer has to come before.
    request.write(Buffer.concat([head, badFile]));
    expect(await answer).toMatchObject({ status: 422, body: { code: 'file-refused' } });
    expect(await contents()).toEqual([]);
    request.destroy();
  },
);

describe('the size limit', () => {
  const file = Buffer.from(HEADER + ROW.repeat(2_000));
  const TOO_LARGE = {
    status: 413,
    body: { code: 'file-too-large', details: { limitBytes: file.length - 1 } },
  };

  test.each(WAYS)('a %s of as many bytes as are allowed passes', async (_, type, head, tail) => {
    const { port, stored } = await given({ maxBytes: file.length });
    const answer = await post({ port, headers: { 'Content-Type': type } }, Buffer.concat([head, file, tail]));
    expect(answer).toMatchObject({ status: 200, body: { bytes: file.length } });
    expect((await stored()).equals(file)).toBe(true);
  });

  test.each(WAYS)('a %s of one byte more is refused', async (_, type, head, tail) => {
    const { port, contents } = await given({ maxBytes: file.length - 1 });
    const answer = await post({ port, headers: { 'Content-Type': type } }, Buffer.concat([head, file, tail]));
    expect(answer).toMatchObject(TOO_LARGE);
    expect(await contents()).toEqual([]);
  });

  test.each(WAYS)('a %s that does not say its length is refused at that byte', async (_, type, head) => {
    const { port, contents } = await given({ maxBytes: file.length - 1 });
    const request = begin({ port, headers: { 'Content-Type': type, 'Transfer-Encoding': 'chunked' } });
    const answer = answerTo(request);
    request.write(Buffer.concat([head, file, Buffer.from('ann')]));
    expect(await answer).toMatchObject(TOO_LARGE);
    expect(await contents()).toEqual([]);
    request.destroy();
  });

  test.each(WAYS)('a %s that says its length is refused before its first byte', async (_, type) => {
    const { port } = await given({ maxBytes: file.length - 1 });
    const request = begin({ port, headers: { 'Content-Type': type, 'Content-Length': 10_000_000 } });
    const answer = answerTo(request);
    request.flushHeaders();
    expect(await answer).toMatchObject(TOO_LARGE);
    request.destroy();
  });

  test('a client that goes on for ever is cut off', async () => {
    const { port } = await given({ maxBytes: file.length - 1 });
    // Node.js's own client stops at the answer.
    const socket = connect(port, '127.0.0.1').setEncoding('utf8');
    let answer = '';
    socket.on('data', (text) => {
      answer += text;
    });
    let sent = 0;
    async function* body() {
      yield 'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n';
      for (; sent < 300_000_000; sent += file.length) {
        yield Buffer.concat([Buffer.from(`${file.length.toString(16)}\r\n`), file, Buffer.from('\r\n')]);
      }
    }
    await expect(pipeline(body, socket)).rejects.toMatchObject({
      code: expect.stringMatching(/EPIPE|ECONNRESET|PREMATURE/),
    });
    // What the sockets hold, and as much again as was allowed.
    expect(sent).toBeLessThan(30_000_000);
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
  });
});

describe('a client that goes away', () => {
  test.each(WAYS)('in the middle of the file leaves nothing of its %s', async (_, type, head) => {
    const { port, next, contents } = await given();
    const request = begin({ port, headers: { 'Content-Type': type, 'Content-Length': 10_000_000 } });
    request.on('error', () => {});
    await new Promise((resolve) => request.write(Buffer.concat([head, Buffer.from(HEADER + ROW)]), resolve));
    request.destroy();
    expect(await next()).toMatchObject({ code: 'upload-aborted' });
    expect(await contents()).toEqual([]);
  });

  test('behind the file, before the end of the form, leaves nothing', async () => {
    const { port, next, contents } = await given();
    const whole = form({ name: 'file', fileName: 'resets.csv', content: HEADER + ROW });
    const request = begin({
      port,
      headers: { 'Content-Type': FORM_TYPE, 'Content-Length': whole.length + 100 },
    });
    request.on('error', () => {});
    const upToTheEnd = whole.subarray(0, -4);
    await new Promise((resolve) => request.write(upToTheEnd, resolve));
    while (!(await contents()).includes('upload.csv')) await new Promise(setImmediate);
    request.destroy();
    expect(await next()).toMatchObject({ code: 'upload-aborted' });
    expect(await contents()).toEqual([]);
  });

  test('while the file is being published leaves nothing', async () => {
    let publish = () => {};
    let aboutToPublish = () => {};
    const reached = new Promise<void>((resolve) => {
      aboutToPublish = resolve;
    });
    const { port, next, contents } = await given({
      storeIn: (directory) => {
        const store = directoryFileStore(directory);
        const write: typeof store.write = async (key, body) => {
          const stored = await store.write(key, body);
          aboutToPublish();
          await new Promise<void>((resolve) => {
            publish = resolve;
          });
          return stored;
        };
        return { ...store, write };
      },
    });
    const whole = form({ name: 'file', fileName: 'resets.csv', content: HEADER + ROW });
    const request = begin({
      port,
      headers: { 'Content-Type': FORM_TYPE, 'Content-Length': whole.length + 100 },
    });
    request.on('error', () => {});
    request.write(whole.subarray(0, -4));
    await reached;
    const left = new Promise((resolve) => request.once('close', resolve));
    request.destroy();
    await left;
    publish();
    expect(await next()).toMatchObject({ code: 'upload-aborted' });
    expect(await contents()).toEqual([]);
  });
});

test.each(WAYS)('a store without room is told while the %s still comes', async (_, type, head) => {
  const full = new AppError('storage-full', {});
  const { port, next } = await given({
    storeIn: () => ({
      write: async (_key, body) => {
        for await (const _slice of body) throw full;
        throw new Error('never');
      },
      remove: async () => {},
    }),
  });
  const request = begin({ port, headers: { 'Content-Type': type } });
  const answer = answerTo(request);
  request.write(Buffer.concat([head, Buffer.from(HEADER + ROW)]));
  expect(await answer).toMatchObject({ status: 507, body: { code: 'storage-full' } });
  expect(await next()).toBe(full);
  request.destroy();
});
