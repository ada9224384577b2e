import { platformOf } from './platform';
import { hashSlot, nodeOfQueue, RedisNode } from './redis-node';

test('calls run one after the other, slower beside others', () => {
  const node = new RedisNode(10);
  expect([node.call(0, 1), node.call(0, 2), node.call(5, 1)]).toEqual([0.1, expect.closeTo(0.3, 9), 5.1]);
  node.setBackground(6, 0.5);
  expect(node.call(6, 1)).toBeCloseTo(6.2, 9);
  node.advance(8);
  expect(node.backgroundSeconds).toBeCloseTo(1, 9);
  expect(node.foregroundSeconds).toBeCloseTo(0.5, 9);
});

test('hash slots are those of Redis Cluster', () => {
  // The check value of CRC-16/XMODEM is 0x31C3.
  expect(hashSlot('123456789')).toBe(0x31c3 % 16_384);
});

test('every queue shard has one of the nodes', () => {
  const platform = platformOf({ queueShards: 64, redisNodes: 3 });
  const nodes = Array.from({ length: 64 }, (_, shard) => nodeOfQueue(shard, platform));
  expect(new Set(nodes)).toEqual(new Set([0, 1, 2]));
  expect(nodeOfQueue(0, platformOf({}))).toBe(0);
});
