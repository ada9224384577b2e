import { parseArgs } from 'node:util';
import { CSV_SHAPES, type CsvShape } from '@reset/shared/generate/bulk-reset-csv';
import { BASELINES, type BaselineName } from './baselines/baseline';

export const CASES = [
  'upload',
  'validate-typical',
  'validate-shuffled',
  'validate-dirty',
  'reset-typical',
  'reset-shuffled',
  'ten-million',
  'status-reads',
  'small-beside-large',
  'fairness',
  'growth-workers',
  'growth-rows',
  'limits',
  'reports',
  'directory',
] as const;
export type CaseName = (typeof CASES)[number];

export type BenchOptions = {
  rows: number;
  /** Of the large file: ten times the rows, unless asked otherwise. */
  largeRows: number;
  shapes: readonly CsvShape[];
  workers: number;
  repeat: number;
  cases: readonly CaseName[];
  baselines: readonly BaselineName[];
  /** Of the organization; it has a hundredth as many courses and five times as many records. */
  learners: number;
  json: string | undefined;
  /** Where pictures go. */
  charts: string | undefined;
  /** Where the product's processes tell what their time went into. */
  profile: string | undefined;
  help: boolean;
};

export const USAGE = `npm run bench -- [options]
  --rows N            rows of a file (1000000)
  --shape NAME        typical, shuffled or dirty; may be given again (all)
  --workers N         worker processes (2)
  --repeat N          repetitions of each measurement, of which the median counts (3)
  --case NAME         one or more of
                      ${CASES.slice(0, 6).join(', ')},
                      ${CASES.slice(6, 10).join(', ')},
                      ${CASES.slice(10).join(', ')};
                      the beginning of a name is enough; may be given again (all)
  --json FILE         writes the results there
  --charts DIR        draws there what growth-workers and growth-rows measured, as SVG
  --profile DIR       the product's processes write CPU profiles there; tells what the database did for each row
  --large-rows N      rows of the large file (ten times --rows)
  --baseline NAME     ${BASELINES.join(', ')} or none; may be given again (all)
  --learners N        learners of the organization (1000000)
  --help              says this`;

/** @throws UnreadableOptions */
export function readOptions(words: readonly string[]): BenchOptions {
  const { values } = parse(words);
  const rows = wholeNumber('--rows', values.rows ?? '1000000');
  const shapes = values.shape ? some('--shape', values.shape, CSV_SHAPES) : CSV_SHAPES;
  return {
    rows,
    largeRows: wholeNumber('--large-rows', values['large-rows'] ?? String(10 * rows)),
    shapes,
    workers: wholeNumber('--workers', values.workers ?? '2'),
    repeat: wholeNumber('--repeat', values.repeat ?? '3'),
    cases: (values.case ? some('--case', values.case, CASES) : CASES).filter((name) =>
      isOfShape(name, shapes),
    ),
    baselines: values.baseline?.includes('none')
      ? []
      : values.baseline
        ? some('--baseline', values.baseline, BASELINES)
        : BASELINES,
    learners: wholeNumber('--learners', values.learners ?? '1000000'),
    json: values.json,
    charts: values.charts,
    profile: values.profile,
    help: values.help ?? false,
  };
}

function parse(words: readonly string[]) {
  const text = { type: 'string' } as const;
  const several = { type: 'string', multiple: true } as const;
  try {
    return parseArgs({
      args: [...words],
      options: {
        rows: text,
        shape: several,
        workers: text,
        repeat: text,
        case: several,
        json: text,
        charts: text,
        profile: text,
        'large-rows': text,
        baseline: several,
        learners: text,
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    // parseArgs throws nothing else, though an error of Node.js's own is of another realm where a test runner asks.
    throw unreadable((error as Error).message);
  }
}

function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw unreadable(`${option} needs a whole number above 0`);
}

/** Those that begin as asked for, in the order of all. */
function some<Name extends string>(option: string, asked: readonly string[], all: readonly Name[]): Name[] {
  const wanted = asked.flatMap((text) => text.split(','));
  for (const word of wanted)
    if (!all.some((name) => name.startsWith(word)))
      throw unreadable(`${option} ${word} is none of: ${all.join(', ')}`);
  return all.filter((name) => wanted.some((word) => name.startsWith(word)));
}

/** A case that is about one shape runs only where that shape is asked for. */
const isOfShape = (name: CaseName, shapes: readonly CsvShape[]) => {
  const own = CSV_SHAPES.find((shape) => name.endsWith(`-${shape}`));
  return own === undefined || shapes.includes(own);
};

/** Its message is for the person: what is wrong, and the usage. */
export class UnreadableOptions extends Error {}
const unreadable = (fault: string) => new UnreadableOptions(`${fault}\n\n${USAGE}`);
