import { createChunkOrder, type Order, type QueuedChunk } from './chunk-order';

const chunk = (name: Pick<QueuedChunk, 'bulkReset' | 'organization' | 'rows' | 'number' | 'chunks'>) => ({
  ...name,
  queuedAt: 0,
});
/** A large file of organization 1 that has gone on for a while, then two files of organization 2. */
const CHUNKS: readonly QueuedChunk[] = [
  ...[7, 8, 9].map((number) => chunk({ bulkReset: 10, organization: 1, rows: 600_000, number, chunks: 60 })),
  ...[1, 2].map((number) => chunk({ bulkReset: 20, organization: 2, rows: 40_000, number, chunks: 4 })),
  chunk({ bulkReset: 21, organization: 2, rows: 100, number: 0, chunks: 1 }),
];

test.each<[Order, string[]]>([
  ['priority', ['10.8', '21.0', '20.1', '20.2', '10.7', '10.9']],
  ['fifo', ['10.7', '10.8', '10.9', '20.1', '20.2', '21.0']],
  ['round-robin', ['10.7', '20.1', '10.8', '20.2', '10.9', '21.0']],
  ['round-robin-of-files', ['10.7', '20.1', '10.8', '21.0', '10.9', '20.2']],
  ['small-first', ['21.0', '20.1', '20.2', '10.7', '10.8', '10.9']],
])('%s', (name, expected) => {
  const order = createChunkOrder(name);
  const next = () => {
    const { bulkReset, number } = order.shift() ?? {};
    return bulkReset === undefined ? undefined : `${bulkReset}.${number}`;
  };
  for (const queued of CHUNKS) order.push(queued);
  expect(order.size).toBe(6);
  expect(CHUNKS.map(next)).toEqual(expected);
  expect([order.size, order.shift()]).toEqual([0, undefined]);
  order.push(chunk({ bulkReset: 30, organization: 1, rows: 1, number: 0, chunks: 1 }));
  expect(next()).toBe('30.0');
});
