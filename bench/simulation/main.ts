import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chartsOf } from './draw-sweep';
import { figuresOf } from './figures';
import { readOptions, UnreadableOptions, USAGE } from './options';
import { type RunFigures, tableOf } from './print-sweep';
import { type Costs, readCosts } from './read-costs';
import { SWEEPS } from './sweeps/all-sweeps';
import type { Sweep } from './sweeps/sweep';

const say = (text: string) => void process.stdout.write(`${text}\n`);

/** Runs the sweeps that were asked for, prints a table for each, and writes figures and charts. */
async function main(): Promise<void> {
  const { sweeps, costs: file, seed, json, charts, help } = readOptions(process.argv.slice(2));
  if (help) return say(USAGE);
  const costs = await readCosts(file);
  say(`costs: ${costs.source}\n`);
  const told = [];
  for (const name of sweeps) {
    const sweep = SWEEPS[name]?.(seed, costs);
    if (!sweep) continue;
    const results = sweep.runs.map((run): RunFigures => ({ run, figures: figuresOf(run, costs) }));
    say(`${tableOf(sweep, results)}\n`);
    if (charts) await writeCharts(charts, sweep, results);
    told.push(figuresToTell(sweep, results));
  }
  if (json)
    await writeFile(json, `${JSON.stringify({ seed, costs, sweeps: told } satisfies Told, null, 2)}\n`);
}

type Told = { seed: number; costs: Costs; sweeps: ReturnType<typeof figuresToTell>[] };

/** Without the workload: it follows from the seed. */
const figuresToTell = ({ name, question, xLabel }: Sweep, results: readonly RunFigures[]) => ({
  name,
  question,
  xLabel,
  runs: results.map(({ run, figures }) => ({ name: run.name, x: run.x, platform: run.platform, ...figures })),
});

async function writeCharts(directory: string, sweep: Sweep, results: readonly RunFigures[]) {
  await mkdir(directory, { recursive: true });
  for (const { file, svg } of chartsOf(sweep, results)) await writeFile(path.join(directory, file), svg);
}

main().catch((error: unknown) => {
  const isForPerson = error instanceof UnreadableOptions || !(error instanceof Error);
  process.stderr.write(`${isForPerson ? String(error) : (error.stack ?? error.message)}\n`);
  process.exit(1);
});
