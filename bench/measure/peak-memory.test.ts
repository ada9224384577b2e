import { peakMemoryMb } from './peak-memory';

test('tells the peak of a process, which grows with what it holds', async () => {
  const before = await peakMemoryMb(process.pid);
  const held = Buffer.alloc(300_000_000, 1);
  expect(await peakMemoryMb(process.pid)).toBeGreaterThan(before + 200);
  expect(held.length).toBe(300_000_000);
});

test('tells 0 of a process that is not there', async () => {
  expect(await peakMemoryMb(2 ** 30)).toBe(0);
});
