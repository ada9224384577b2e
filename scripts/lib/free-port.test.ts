import { createServer } from 'node:net';
import { choosePort, freePort, isFree } from './free-port.mjs';

const taken = (...ports: number[]) => ({ isFree: async (port: number) => !ports.includes(port) });

test('a free port can be listened on, and clients are never given it as their own', async () => {
  const port = await freePort();
  expect(port).toBeGreaterThanOrEqual(20_000);
  expect(port).toBeLessThan(32_768);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  expect(await isFree(port)).toBe(false);
  await new Promise((resolve) => server.close(resolve));
  expect(await isFree(port)).toBe(true);
});

test('without a configured port, the wanted one or the next free one is taken', async () => {
  expect(await choosePort({ configured: undefined, wanted: 3000, ...taken() })).toBe(3000);
  expect(await choosePort({ configured: undefined, wanted: 3000, ...taken(3000, 3001) })).toBe(3002);
});

test('a configured port is taken or refused, never replaced', async () => {
  expect(await choosePort({ configured: '8080', wanted: 3000, ...taken(3000) })).toBe(8080);
  await expect(choosePort({ configured: '8080', wanted: 3000, ...taken(8080) })).rejects.toThrow(
    'port 8080 is taken',
  );
  for (const configured of ['http', '0', '65536', '80.5']) {
    await expect(choosePort({ configured, wanted: 3000, ...taken() })).rejects.toThrow('not a port number');
  }
});
