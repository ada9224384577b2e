import { parseArgs } from 'node:util';
import { type LoadResult, runLoad } from './run-load';

const USAGE = `npm run load -- [options]
  --minutes N      how long everything goes on at once (2)
  --clients N      that poll, upload, confirm and launch (200)
  --slow N         uploads of a byte a second (200)
  --aborted N      uploads that break off (300)
  --tiny N         files of one row, afterwards (1000)
  --huge-mib N     the limit of an upload, which one reaches and two exceed by a byte (2048)
  --seed N         when clients ask, and for what (1)`;

const DEFAULTS = {
  minutes: 2,
  clients: 200,
  slow: 200,
  aborted: 300,
  tiny: 1_000,
  'huge-mib': 2_048,
  seed: 1,
};
type Option = keyof typeof DEFAULTS;
/** Above this a process does not bound its memory; what it takes is printed. */
const MEMORY_LIMIT_MB = 1_024;

const say = (text: string) => void process.stdout.write(`${text}\n`);

function readOptions(): Record<Option, number> | undefined {
  const names = Object.keys(DEFAULTS) as Option[];
  const text = Object.fromEntries(names.map((name) => [name, { type: 'string' } as const]));
  const { values } = parseArgs({ options: { ...text, help: { type: 'boolean' } } });
  const given = values as Record<string, string | boolean | undefined>;
  const options = Object.fromEntries(names.map((name) => [name, Number(given[name] ?? DEFAULTS[name])]));
  return given.help || Object.values(options).some((number) => !(number > 0))
    ? undefined
    : (options as Record<Option, number>);
}

async function main(): Promise<number> {
  const options = readOptions();
  if (!options) {
    say(USAGE);
    return 2;
  }
  say(`seed ${options.seed}`);
  const result = await runLoad(
    {
      seconds: options.minutes * 60,
      clients: options.clients,
      organizations: Math.min(10, options.clients),
      slowUploads: options.slow,
      abortedUploads: options.aborted,
      tinyFiles: options.tiny,
      hugeBytes: options['huge-mib'] * 1024 ** 2,
      seed: options.seed,
    },
    say,
  );
  return report(result);
}

function report({ findings, memory, slowUploadsLeft }: LoadResult): number {
  say(`${findings.requests} requests, ${findings.failures.length} failures`);
  say(`slow uploads that lasted: ${slowUploadsLeft}`);
  say(
    `status reads: median ${findings.readPercentile(0.5)} ms, 99 % within ${findings.readPercentile(0.99)} ms`,
  );
  for (const [what, count] of Object.entries(findings.counts)) say(`${what}: ${Math.round(count)}`);
  for (const [name, { start, peak, end }] of Object.entries(memory))
    say(`memory of ${name}: ${start} MiB at the start, ${peak} at most, ${end} at the end`);
  const grown = Object.values(memory).filter(({ peak }) => peak > MEMORY_LIMIT_MB).length;
  if (grown > 0) say(`${grown} processes have grown beyond ${MEMORY_LIMIT_MB} MiB`);
  for (const failure of findings.failures.slice(0, 20)) say(`FAILED: ${failure}`);
  return findings.failures.length + grown > 0 ? 1 : 0;
}

main().then(
  (exitCode) => process.exit(exitCode),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exit(1);
  },
);
