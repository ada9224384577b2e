import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.fixture';

let server: Server;
let proxy: TcpProxy;
const received: string[] = [];
const open: Socket[] = [];
beforeEach(async () => {
  received.length = 0;
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      received.push(`${data}`);
      socket.write(`answer to ${data}`);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy = await startTcpProxy(`tcp://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterEach(async () => {
  for (const socket of open.splice(0)) socket.destroy();
  await proxy.stop();
  server.close();
});

async function client() {
  const { hostname, port } = new URL(proxy.through('tcp://anywhere:1'));
  const socket = connect(Number(port), hostname);
  open.push(socket);
  socket.on('error', () => undefined);
  const closed = once(socket, 'close');
  await once(socket, 'connect');
  const ask = async (words: string) => {
    socket.write(words);
    return `${(await once(socket, 'data'))[0]}`;
  };
  return { socket, closed, ask };
}

test('what passes comes through in both directions, late where it is told to be', async () => {
  const { ask } = await client();
  expect(await ask('one')).toBe('answer to one');
  proxy.delayBy(60);
  const start = Date.now();
  expect(await ask('two')).toBe('answer to two');
  expect(Date.now() - start).toBeGreaterThanOrEqual(118);
  proxy.delayBy(0);
  expect(await ask('three')).toBe('answer to three');
});

test('a narrow line lets so many bytes through a second', async () => {
  proxy.throttleTo(1_000);
  const { ask } = await client();
  const start = Date.now();
  await ask('x'.repeat(100));
  expect(Date.now() - start).toBeGreaterThanOrEqual(200);
});

test('a cut closes what is open and lets others in; a refusal lets nobody in', async () => {
  const before = await client();
  await before.ask('one');
  expect(proxy.cut()).toBe(1);
  await before.closed;
  expect(await (await client()).ask('two')).toBe('answer to two');
  proxy.set('refuse');
  const after = await client();
  await after.closed;
  expect(proxy.connections()).toBe(0);
});

test('the server has what was asked, and the answer is lost with the connection', async () => {
  const { ask, closed, socket } = await client();
  await ask('one');
  const answers: string[] = [];
  socket.on('data', (data) => answers.push(`${data}`));
  const lost = proxy.loseAnswerTo('COMMIT');
  socket.write('COMMIT');
  await Promise.all([lost, closed]);
  expect([received, answers]).toEqual([['one', 'COMMIT'], []]);
  expect(await (await client()).ask('two')).toBe('answer to two');
});

test('a request that is lost does not reach the server either', async () => {
  const { ask, closed, socket } = await client();
  await ask('one');
  const lost = proxy.loseRequest('COMMIT');
  socket.write('COMMIT');
  await Promise.all([lost, closed]);
  expect(received).toEqual(['one']);
});

test('into a hole everything goes, and it comes out when the hole is mended', async () => {
  const before = await client();
  await before.ask('one');
  proxy.set('hole');
  before.socket.write('two');
  const meanwhile = await client();
  meanwhile.socket.write('three');
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(received).toEqual(['one']);
  const answers = [before, meanwhile].map(({ socket }) => once(socket, 'data'));
  proxy.set('pass');
  expect((await Promise.all(answers)).map(String)).toEqual(['answer to two', 'answer to three']);
});
