import { bufferPoolBytes } from './private-mysql.mjs';
import { redisConfiguration } from './private-redis.mjs';

const GiB = 1024 ** 3;

test.each([
  [0.25 * GiB, 0.125 * GiB],
  [2 * GiB, 0.5 * GiB],
  [24 * GiB, 4 * GiB],
])('of %d bytes of memory, the database takes %d', (memory, pool) => {
  expect(bufferPoolBytes(memory)).toBe(pool);
});

test('Redis listens on the loopback address alone, asks for a password and evicts nothing', () => {
  const lines = redisConfiguration({ port: 20_001, data: '/a "b" c', password: 'abc', keepData: true }).split(
    '\n',
  );
  expect(lines).toEqual(
    expect.arrayContaining([
      'bind 127.0.0.1',
      'requirepass abc',
      'dir "/a \\"b\\" c"',
      'appendonly yes',
      'maxmemory-policy noeviction',
    ]),
  );
});
