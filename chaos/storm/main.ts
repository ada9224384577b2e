import { parseArgs } from 'node:util';
import { runStorm, type StormResult } from './run-storm';

const USAGE = `npm run chaos -- [options]
  --minutes N          how long things break (20)
  --seed N             the same files, wishes and faults in the same order (the time)
  --organizations N    (3)
  --administrators N   of each organization (2)
  --learners N         of each organization (2)`;

const say = (text: string) => void process.stdout.write(`${text}\n`);
const text = { type: 'string' } as const;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      minutes: text,
      seed: text,
      organizations: text,
      administrators: text,
      learners: text,
      help: { type: 'boolean' },
    },
  });
  const minutes = Number(values.minutes ?? 20);
  const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
  const [organizations, administrators, learners] = [
    values.organizations ?? 3,
    values.administrators ?? 2,
    values.learners ?? 2,
  ].map(Number) as [number, number, number];
  if (
    values.help ||
    ![minutes, organizations, administrators, learners].every((number) => number > 0) ||
    !(seed >= 0)
  ) {
    say(USAGE);
    return values.help ? 0 : 2;
  }
  say(`seed ${seed}`);
  return report(
    await runStorm({ seconds: minutes * 60, seed, organizations, administrators, learners }, say),
    { seed, minutes },
  );
}

function report(
  { faults, counts, bulkResets, rows, marks, violations }: StormResult,
  { seed, minutes }: { seed: number; minutes: number },
): number {
  const list = (some: ReadonlyMap<string, number>) =>
    [...some].map(([what, count]) => `${what} ${count}`).join(', ');
  const injected = [...faults.values()].reduce((sum, count) => sum + count, 0);
  say(`\nseed ${seed}, ${minutes} minutes, ${injected} faults: ${list(faults)}`);
  say(`asked: ${list(counts)}`);
  say(`${bulkResets} bulk resets, ${rows} rows, ${marks} marks, ${violations.length} violations`);
  for (const violation of violations.slice(0, 30)) say(`VIOLATION: ${violation}`);
  return violations.length > 0 ? 1 : 0;
}

main().then(
  (exitCode) => process.exit(exitCode),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exit(1);
  },
);
