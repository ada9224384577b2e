import { createChunkOrder, type Order, type QueuedChunk } from './chunk-order';

/** A large file of organization 1, then two files of organization 2. */
const CHUNKS: readonly QueuedChunk[] = [
  ...Array.from({ length: 3 }, () => ({ bulkReset: 10, organization: 1, rows: 60_000 })),
  { bulkReset: 20, organization: 2, rows: 40_000 },
  { bulkReset: 20, organization: 2, rows: 40_000 },
  { bulkReset: 21, organization: 2, rows: 100 },
];

test.each<[Order, number[]]>([
  ['fifo', [10, 10, 10, 20, 20, 21]],
  ['round-robin', [10, 20, 10, 20, 10, 21]],
  ['round-robin-of-files', [10, 20, 10, 21, 10, 20]],
  ['small-first', [21, 10, 10, 10, 20, 20]],
])('%s', (name, expected) => {
  const order = createChunkOrder(name);
  for (const chunk of CHUNKS) order.push(chunk);
  expect(order.size).toBe(6);
  expect(CHUNKS.map(() => order.shift())).toEqual(expected);
  expect([order.size, order.shift()]).toEqual([0, undefined]);
  order.push({ bulkReset: 30, organization: 1, rows: 1 });
  expect(order.shift()).toBe(30);
});
