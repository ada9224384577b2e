import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { peakMemoryMb } from './peak-memory';

/** The peak of a process of its own that holds so much: what this one held before does not count. */
async function peakOfHolding(bytes: number): Promise<number> {
  const held = `const held = Buffer.alloc(${bytes}, 1); process.stdout.write('held'); process.stdin.on('end', () => held.length).resume();`;
  const child = spawn(process.execPath, ['-e', held], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const peak = await peakMemoryMb(child.pid ?? 0);
  const gone = once(child, 'exit');
  child.stdin.end();
  await gone;
  return peak;
}

test('tells the peak of a process, which grows with what it holds', async () => {
  expect(await peakOfHolding(300_000_000)).toBeGreaterThan((await peakOfHolding(1_000)) + 200);
});

test('tells 0 of a process that is not there', async () => {
  expect(await peakMemoryMb(2 ** 30)).toBe(0);
});
