import { formatBytes, formatCount, formatPercent, formatRate, formatTimeLeft, plural } from './format';

test('counts have separators', () => {
  expect([0, 999, 1_000, 1_234_567].map(formatCount)).toEqual(['0', '999', '1,000', '1,234,567']);
});

test('one is one, all else is many', () => {
  expect([0, 1, 2, 48_212].map((count) => plural(count, 'row'))).toEqual([
    '0 rows',
    '1 row',
    '2 rows',
    '48,212 rows',
  ]);
  expect(plural(2, 'row has', 'rows have')).toBe('2 rows have');
});

test('a rate has three digits', () => {
  expect([0.26, 1, 9.96, 437.4, 140_233].map(formatRate)).toEqual([
    '0.3 rows a second',
    '1 row a second',
    '10 rows a second',
    '437 rows a second',
    '140,000 rows a second',
  ]);
});

test('the time left is rounded up', () => {
  expect([0, 4.9, 5, 41, 59, 60, 61, 3_541, 3_600, 3_601, 7_260].map(formatTimeLeft)).toEqual([
    'a few seconds left',
    'a few seconds left',
    'about 5 seconds left',
    'about 45 seconds left',
    'about 60 seconds left',
    'about 1 minute left',
    'about 2 minutes left',
    'about 1 hour left',
    'about 1 hour left',
    'about 1 hour and 1 minute left',
    'about 2 hours and 1 minute left',
  ]);
});

test('bytes are told as file managers do', () => {
  expect([0, 1, 999, 1_000, 1_449, 999_999, 5_000_000_000].map(formatBytes)).toEqual([
    '0 bytes',
    '1 byte',
    '999 bytes',
    '1.0 kB',
    '1.4 kB',
    '1,000 kB',
    '5.0 GB',
  ]);
});

test('only what is done is 100 %', () => {
  expect([0, 0.9, 50.5, 99.99, 100].map(formatPercent)).toEqual(['0 %', '0 %', '50 %', '99 %', '100 %']);
});
