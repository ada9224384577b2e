import path from 'node:path';
import { parseArgs } from 'node:util';
import { SWEEPS } from './sweeps/all-sweeps';

export type SimulationOptions = {
  sweeps: readonly string[];
  costs: string;
  seed: number;
  json: string | undefined;
  charts: string | undefined;
  help: boolean;
};

export const USAGE = `npm run simulate -- [options]
  --sweep NAME     one or more of
                   ${Object.keys(SWEEPS).slice(0, 6).join(', ')},
                   ${Object.keys(SWEEPS).slice(6).join(', ')}; may be given again (all)
  --costs FILE     what the parts of the system cost (bench/simulation/costs.json)
  --seed N         of what is drawn (1)
  --json FILE      writes all figures there
  --charts DIR     writes the charts there, as SVG
  --help           says this`;

/** Its message is for the person: what is wrong, and the usage. */
export class UnreadableOptions extends Error {}
const unreadable = (fault: string) => new UnreadableOptions(`${fault}\n\n${USAGE}`);

/** @throws UnreadableOptions */
export function readOptions(words: readonly string[]): SimulationOptions {
  const values = parse(words);
  const seed = Number(values.seed ?? '1');
  if (!Number.isSafeInteger(seed) || seed < 0) throw unreadable('--seed needs a whole number');
  const sweeps = values.sweep ?? Object.keys(SWEEPS);
  for (const name of sweeps)
    if (!Object.hasOwn(SWEEPS, name)) throw unreadable(`--sweep ${name} is none of those that there are`);
  return {
    sweeps,
    costs: values.costs ?? path.join(__dirname, 'costs.json'),
    seed,
    json: values.json,
    charts: values.charts,
    help: values.help ?? false,
  };
}

function parse(words: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...words],
      options: {
        sweep: { type: 'string', multiple: true },
        costs: text,
        seed: text,
        json: text,
        charts: text,
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    // parseArgs throws nothing else, though an error of Node.js's own is of another realm where a test runner asks.
    throw unreadable((error as Error).message);
  }
}
