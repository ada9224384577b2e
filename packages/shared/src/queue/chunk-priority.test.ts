import { chunkPriority } from './chunk-priority';

const prioritiesOf = (chunks: number) =>
  Array.from({ length: chunks }, (_, number) => chunkPriority(number, chunks));

test('a phase of one chunk goes without a priority, before all that have one', () => {
  expect(prioritiesOf(1)).toEqual([0]);
});

test('the fewer chunks, the sooner the turn', () => {
  expect(chunkPriority(1, 3)).toBeLessThan(chunkPriority(1, 50));
  expect(chunkPriority(1, 50)).toBeLessThan(chunkPriority(1, 1_000));
});

test('one chunk in eight of a large file goes with the short ones', () => {
  const priorities = prioritiesOf(1_000);
  expect(priorities.filter((priority) => priority === 0)).toHaveLength(125);
  expect(priorities.slice(0, 9)).toEqual([0, 10, 10, 10, 10, 10, 10, 10, 0]);
});
