import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type CpuProfile, describeSummary, summarizeProfiles } from './summarize-profile';

const run = promisify(execFile);
const frame = (functionName: string, url: string, lineNumber: number) => ({ functionName, url, lineNumber });

const PROFILE: CpuProfile = {
  startTime: 1_000_000,
  endTime: 8_000_000,
  nodes: [
    { id: 1, callFrame: frame('(idle)', '', -1) },
    { id: 2, callFrame: frame('(garbage collector)', '', -1) },
    { id: 3, callFrame: frame('split', 'file:///srv/apps/worker/dist/split.js', 9) },
    { id: 4, callFrame: frame('', 'file:///srv/apps/worker/dist/split.js', 19) },
    { id: 5, callFrame: frame('split', 'file:///srv/apps/worker/dist/split.js', 9) },
    { id: 6, callFrame: frame('writev', 'node:internal/streams', 4) },
  ],
  samples: [3, 1, 4, 5, 2, 6],
  timeDeltas: [500_000, 1_000_000, 2_000_000, 500_000, 1_500_000, -250_000],
};

test('self time is by function and by file, whoever called it, and idle time is none', () => {
  expect(summarizeProfiles([PROFILE], '/srv')).toEqual({
    // The last sample lasts to the end: 7 s less the 5.25 s before it. The clock went back once.
    busySeconds: 1 + 0.5 + 1.5 + 0 + 1.75,
    idleSeconds: 2,
    files: [
      {
        file: 'apps/worker/dist/split.js',
        seconds: 3,
        functions: [
          { name: 'split:10', seconds: 2.5 },
          { name: '(anonymous):20', seconds: 0.5 },
        ],
      },
      { file: 'node:internal/streams', seconds: 1.75, functions: [{ name: 'writev:5', seconds: 1.75 }] },
      { file: '(engine)', seconds: 0, functions: [{ name: '(garbage collector)', seconds: 0 }] },
    ],
  });
});

test('several profiles are one sum', () => {
  const { busySeconds, files } = summarizeProfiles([PROFILE, PROFILE], '/srv');
  expect(busySeconds).toBe(9.5);
  expect(files[0]?.functions[0]).toEqual({ name: 'split:10', seconds: 5 });
});

test('a summary is told in lines', () => {
  expect(
    describeSummary(summarizeProfiles([PROFILE], '/srv'))
      .split('\n')
      .slice(0, 3),
  ).toEqual([
    'busy 4.75 s, idle 2.00 s',
    '     3.00 s  63.2 %  apps/worker/dist/split.js',
    '         2.50 s  52.6 %  split:10',
  ]);
});

test('what Node.js writes is read', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'reset-profile-'));
  try {
    const work = 'function busy(end) { while (Date.now() < end); } busy(Date.now() + 300); process.exit(0);';
    await run(process.execPath, ['--cpu-prof', `--cpu-prof-dir=${directory}`, '-e', work]);
    const files = (await readdir(directory)).map((name) => path.join(directory, name));
    const script = path.join(__dirname, 'summarize-profile.ts');
    const { stdout } = await run(process.execPath, ['-r', 'esbuild-register', script, ...files]);
    expect(stdout).toMatch(/^busy \d+\.\d\d s, idle \d+\.\d\d s\n/);
    expect(stdout).toMatch(/ \[eval\]\n.* busy:1\n/);
  } finally {
    await rm(directory, { recursive: true });
  }
});
