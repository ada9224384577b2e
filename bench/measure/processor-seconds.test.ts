import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { processorSeconds } from './processor-seconds';

/** The time of a process that works for so long, and of one that only waits. */
async function secondsOf(work: string): Promise<number | undefined> {
  const script = `process.title = 'a) name'; ${work}; process.stdout.write('done'); process.stdin.resume();`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const seconds = await processorSeconds(child.pid ?? 0);
  const gone = once(child, 'exit');
  child.stdin.end();
  await gone;
  return seconds;
}

test('tells what a process has used, and not how long it has lived', async () => {
  const worked = 'while (process.cpuUsage().user < 700_000);';
  expect(await secondsOf(worked)).toBeGreaterThanOrEqual(0.69);
  expect(await secondsOf('')).toBeLessThan(0.69);
});

test('tells nothing of a process that is not there', async () => {
  expect(await processorSeconds(2 ** 30)).toBeUndefined();
});
