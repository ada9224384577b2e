import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** As Node.js writes it with `--cpu-prof`; times in microseconds. */
const CpuProfile = z.object({
  endTime: z.number(),
  startTime: z.number(),
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string(), lineNumber: z.number() }),
    }),
  ),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});
export type CpuProfile = z.infer<typeof CpuProfile>;

/** Self time in seconds, of one source file and of the functions in it, the longest first. */
export type FileTime = { file: string; seconds: number; functions: { name: string; seconds: number }[] };
export type ProfileSummary = { busySeconds: number; idleSeconds: number; files: FileTime[] };

const IDLE = '(idle)';
const ENGINE = '(engine)';
const MICROSECONDS = 1_000_000;

/**
 * Which functions have used the processor themselves, in all profiles together.
 * @param directory that paths are told from
 */
export function summarizeProfiles(
  profiles: readonly CpuProfile[],
  directory: string = process.cwd(),
): ProfileSummary {
  const files = new Map<string, Map<string, number>>();
  let idle = 0;
  for (const profile of profiles) {
    const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
    for (const [id, time] of selfTimes(profile)) {
      const frame = frames.get(id);
      if (!frame) throw new Error(`the profile has a sample of node ${id}, which it does not have`);
      if (frame.functionName === IDLE) idle += time;
      else count(files, nameOfFile(frame.url, directory), nameOfFunction(frame), time);
    }
  }
  const told = [...files].map(([file, functions]) => fileTime(file, functions));
  return {
    busySeconds: sum(told.map(({ seconds }) => seconds)),
    idleSeconds: idle / MICROSECONDS,
    files: told.sort(bySeconds),
  };
}

/** Microseconds by node: a sample lasts until the next one. */
function selfTimes({ samples, timeDeltas, startTime, endTime }: CpuProfile): Map<number, number> {
  const times = new Map<number, number>();
  const sampled = timeDeltas.reduce((one, other) => one + other, 0);
  samples.forEach((id, index) => {
    const time = timeDeltas[index + 1] ?? endTime - startTime - sampled;
    // A clock that was corrected gives times below 0.
    times.set(id, (times.get(id) ?? 0) + Math.max(0, time));
  });
  return times;
}

function count(files: Map<string, Map<string, number>>, file: string, name: string, time: number): void {
  const functions = files.get(file) ?? new Map<string, number>();
  files.set(file, functions.set(name, (functions.get(name) ?? 0) + time));
}

const nameOfFile = (url: string, directory: string) => {
  if (url === '') return ENGINE;
  return url.startsWith('file:') || url.startsWith('/')
    ? path.relative(directory, url.startsWith('file:') ? fileURLToPath(url) : url)
    : url;
};

/** Lines of a profile begin at 0. */
const nameOfFunction = ({ functionName, lineNumber, url }: CpuProfile['nodes'][number]['callFrame']) =>
  url === '' ? functionName : `${functionName || '(anonymous)'}:${lineNumber + 1}`;

const fileTime = (file: string, functions: ReadonlyMap<string, number>): FileTime => ({
  file,
  seconds: sum([...functions.values()]) / MICROSECONDS,
  functions: [...functions].map(([name, time]) => ({ name, seconds: time / MICROSECONDS })).sort(bySeconds),
});

const sum = (values: readonly number[]) => values.reduce((one, other) => one + other, 0);
const bySeconds = (one: { seconds: number }, other: { seconds: number }) => other.seconds - one.seconds;

const [MOST_FILES, MOST_FUNCTIONS] = [20, 5];

/** A summary in lines, with the share of the busy time. */
export function describeSummary({ busySeconds, idleSeconds, files }: ProfileSummary): string {
  const line = (seconds: number, text: string, indent = '') => {
    const share = ((100 * seconds) / (busySeconds || 1)).toFixed(1);
    return `${indent}${seconds.toFixed(2).padStart(9)} s ${share.padStart(5)} %  ${text}`;
  };
  return [
    `busy ${busySeconds.toFixed(2)} s, idle ${idleSeconds.toFixed(2)} s`,
    ...files
      .slice(0, MOST_FILES)
      .flatMap(({ file, seconds, functions }) => [
        line(seconds, file),
        ...functions.slice(0, MOST_FUNCTIONS).map((one) => line(one.seconds, one.name, '    ')),
      ]),
  ].join('\n');
}

async function main(files: readonly string[]): Promise<void> {
  if (files.length === 0)
    throw new Error('which files? node -r esbuild-register bench/measure/summarize-profile.ts FILE...');
  const profiles = await Promise.all(
    files.map(async (file) => CpuProfile.parse(JSON.parse(await readFile(file, 'utf8')))),
  );
  process.stdout.write(`${describeSummary(summarizeProfiles(profiles))}\n`);
}

if (require.main === module)
  main(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
