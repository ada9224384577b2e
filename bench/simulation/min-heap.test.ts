import { randomOf } from '@reset/shared/generate/random';
import { MinHeap } from './min-heap';

test('items come in the order of their keys, and with equal keys in the order in which they were put', () => {
  const random = randomOf(1, 'cell', 0);
  const heap = new MinHeap();
  const put = Array.from({ length: 2_000 }, (_, item) => ({ key: random.below(50), item }));
  const taken: number[] = [];
  put.forEach(({ key, item }, index) => {
    heap.push(key + 1_000, item);
    if (index % 7 === 6) heap.push(-1, -1);
    if (index % 7 === 6) expect(heap.pop()).toBe(-1);
  });
  expect(heap.size).toBe(put.length);
  for (let item = heap.pop(); item !== undefined; item = heap.pop()) taken.push(item);
  const sorted = [...put].sort((one, other) => one.key - other.key || one.item - other.item);
  expect(taken).toEqual(sorted.map(({ item }) => item));
  expect(heap.firstKey).toBe(Number.POSITIVE_INFINITY);
});
