import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { FuzzOrder, FuzzReport } from './fuzz-thread';
import { makeInput } from './make-input';

const USAGE = `npm run fuzz -- [options]
  --minutes N   how long (1)
  --inputs N    or how many files (as many as the minutes allow)
  --seed N      makes the same files again (the time)`;

/** The largest input takes a tenth of a second; one that takes this long will never end. */
const HANGS_AFTER_MS = 60_000;
const HEAP_MB = 256;
const RSS_LIMIT_MB = 1_024;
const DIRECTORY = path.resolve(__dirname, '../../.local/fuzz');

const say = (text: string) => void process.stdout.write(`${text}\n`);

function usage(exitCode: number): number {
  say(USAGE);
  return exitCode;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string' },
      inputs: { type: 'string' },
      seed: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return usage(0);
  const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
  const inputs = Number(values.inputs ?? Number.MAX_SAFE_INTEGER);
  const minutes = Number(values.minutes ?? (values.inputs ? 24 * 60 : 1));
  if (![seed, inputs, minutes].every((number) => number >= 0)) return usage(2);
  say(`seed ${seed}`);
  const begun = Date.now();
  const { report, peakMb } = await watched({
    seed,
    inputs,
    until: begun + minutes * 60_000,
    current: shared(),
  });
  const { read, refused, bytes, slowest, failed } = report;
  const seconds = (Date.now() - begun) / 1_000;
  say(
    `${read + refused} inputs (${read} read, ${refused} refused), ${(bytes / 1024 ** 2).toFixed(0)} MiB, ` +
      `${seconds.toFixed(0)} s, slowest ${slowest.toFixed(0)} ms, peak memory ${peakMb.toFixed(0)} MiB`,
  );
  if (!failed) return 0;
  say(`FAILED at input ${failed.index}, saved as ${save(seed, failed.index)}\n${failed.because}`);
  return 1;
}

const shared = () => new Int32Array(new SharedArrayBuffer(4));

/** Runs the inputs in a thread of their own, so that one that never ends or takes all memory can be told and kept. */
function watched(order: FuzzOrder): Promise<{ report: FuzzReport; peakMb: number }> {
  const thread = new Worker(path.join(__dirname, 'fuzz-thread.ts'), {
    workerData: order,
    execArgv: ['-r', path.join(__dirname, '../register.cjs')],
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  return new Promise((resolve) => {
    let [peakMb, seen, since] = [0, -1, Date.now()];
    const end = (report: FuzzReport) => {
      clearInterval(watch);
      void thread.terminate();
      resolve({ report, peakMb });
    };
    const fail = (because: string) =>
      end({
        read: 0,
        refused: 0,
        bytes: 0,
        slowest: 0,
        failed: { index: Atomics.load(order.current, 0), because },
      });
    const watch = setInterval(() => {
      peakMb = Math.max(peakMb, process.memoryUsage().rss / 1024 ** 2);
      if (peakMb > RSS_LIMIT_MB) fail(`the process has grown beyond ${RSS_LIMIT_MB} MiB`);
      const index = Atomics.load(order.current, 0);
      if (index !== seen) [seen, since] = [index, Date.now()];
      else if (Date.now() - since > HANGS_AFTER_MS) fail('it hangs');
    }, 250);
    thread.once('message', end);
    thread.once('error', (error) => fail(String(error)));
  });
}

function save(seed: number, index: number): string {
  mkdirSync(DIRECTORY, { recursive: true });
  const { file, ...how } = makeInput(seed, index);
  const name = path.join(DIRECTORY, `seed-${seed}-input-${index}`);
  writeFileSync(`${name}.csv`, file);
  writeFileSync(`${name}.json`, JSON.stringify(how));
  return path.relative(process.cwd(), `${name}.csv`);
}

main().then(
  (exitCode) => process.exit(exitCode),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(2);
  },
);
