import { median, percentile } from './median';

test('the median is the middle one, or the mean of the two in the middle', () => {
  expect(median([9])).toBe(9);
  expect(median([9, 1, 5])).toBe(5);
  expect(median([9, 1, 5, 6])).toBe(5.5);
  expect(() => median([])).toThrow('nothing');
});

test('a percentile is one of the values', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(percentile(hundred, 0.99)).toBe(99);
  expect(percentile(hundred, 1)).toBe(100);
  expect(percentile(hundred, 0)).toBe(1);
  expect(percentile([3, 8], 0.99)).toBe(8);
  expect(() => percentile([], 0.99)).toThrow('nothing');
});
