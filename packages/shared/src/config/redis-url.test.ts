import { z } from 'zod';
import { readEnvironment, SERVICES } from './environment';
import { clusterNodesOf, faultOfRedisUrl } from './redis-url';

test('a URL names one server unless it says that it is a cluster', () => {
  expect(clusterNodesOf('redis://:secret@localhost:6379/3?family=6')).toBeUndefined();
  expect(clusterNodesOf('rediss://user:secret@first?cluster=true')).toEqual([{ host: 'first', port: 6379 }]);
  expect(
    clusterNodesOf('redis://first:7001/0?cluster=true&node=second:7002&node=third&node=[::1]:7004'),
  ).toEqual([
    { host: 'first', port: 7001 },
    { host: 'second', port: 7002 },
    { host: 'third', port: 6379 },
    { host: '::1', port: 7004 },
  ]);
});

test.each([
  ['redis://localhost/3?family=6', undefined],
  ['redis://first?cluster=true&node=second:7002', undefined],
  ['redis://first?node=second:7002', 'node needs cluster=true'],
  ['redis://first?cluster=yes', 'cluster can only be true'],
  ['redis://first?cluster=true&cluster=true', 'cluster can only be true'],
  ['redis://?cluster=true', 'a cluster needs a host to ask first'],
  ['redis://first/2?cluster=true', 'a cluster has no numbered databases'],
  ['redis://first?cluster=true&family=6', 'a cluster has no parameters but cluster and node'],
  ['redis://first?cluster=true&node=', 'node has to be host:port'],
  ['redis://first?cluster=true&node=second:port', 'node has to be host:port'],
  ['redis://first?cluster=true&node=user:secret@second:7002', 'node has to be host:port'],
  ['redis://first?cluster=true&node=redis://second:7002', 'node has to be host:port'],
])('%s: %s', (url, fault) => {
  expect(faultOfRedisUrl(url)).toBe(fault);
});

test('a fault of REDIS_URL is told in words, and nothing of the URL with it', () => {
  const schema = z.object({ REDIS_URL: SERVICES.REDIS_URL, QUEUE_SHARDS: SERVICES.QUEUE_SHARDS });
  const read = (REDIS_URL: string, QUEUE_SHARDS?: string) =>
    readEnvironment(schema, { REDIS_URL, ...(QUEUE_SHARDS && { QUEUE_SHARDS }) });
  expect(read('redis://first?cluster=true')).toEqual({
    REDIS_URL: 'redis://first?cluster=true',
    QUEUE_SHARDS: 1,
  });
  expect(() => read('redis://:secret@first/2?cluster=true', '0')).toThrow(
    'invalid configuration: REDIS_URL (a cluster has no numbered databases), QUEUE_SHARDS (too_small). docs/operations.md lists every variable.',
  );
  expect(() => read('http://first?cluster=no')).toThrow('REDIS_URL (invalid_format).');
  expect(() => read('no address')).toThrow('REDIS_URL (invalid_format).');
});
