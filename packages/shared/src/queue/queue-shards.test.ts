import { shardOf, shardPrefixes } from './queue-shards';

test('one shard has the prefix as it stands; more have their number in the braces', () => {
  expect(shardPrefixes({ QUEUE_PREFIX: '{reset}', QUEUE_SHARDS: 1 })).toEqual(['{reset}']);
  expect(shardPrefixes({ QUEUE_PREFIX: '{reset}', QUEUE_SHARDS: 3 })).toEqual([
    '{reset-0}',
    '{reset-1}',
    '{reset-2}',
  ]);
});

test('an organization stays in its shard from one version of the product to the next', () => {
  expect([1, 2, 3, 4, 5, 6].map((id) => shardOf(id, 4))).toEqual([2, 0, 3, 1, 0, 2]);
  expect([1, 2, 4_294_967_295, 2 ** 40].map((id) => shardOf(id, 1))).toEqual([0, 0, 0, 0]);
});

test.each([1, 2, 3, 5, 16])(
  'organizations are spread evenly where ids are given out in steps of %i',
  (step) => {
    const SHARDS = 8;
    const EACH = 1_000;
    const counts = Array.from({ length: SHARDS }, () => 0);
    for (let number = 1; number <= SHARDS * EACH; number += 1) {
      const shard = shardOf(number * step, SHARDS);
      counts[shard] = (counts[shard] ?? 0) + 1;
    }
    expect(counts).toHaveLength(SHARDS);
    for (const count of counts) expect(Math.abs(count - EACH)).toBeLessThan(EACH / 10);
  },
);
