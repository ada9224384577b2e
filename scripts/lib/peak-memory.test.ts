import { peakMemory } from './peak-memory.mjs';

test('the peak memory of this process is at least what it uses now', () => {
  const now = process.memoryUsage.rss() / 1024 ** 2;
  expect(peakMemory(process.pid)).toBeGreaterThanOrEqual(now * 0.9);
  expect(peakMemory(2 ** 30)).toBeUndefined();
});
