import { type Bench, withProduct } from '../bench';
import { clearWork } from '../data/clear-work';
import { countDatabaseWork } from '../measure/database-work';
import { type Figures, grownBy, medians } from '../measure/figures';
import { median } from '../measure/median';
import { peakMemoryMb } from '../measure/peak-memory';
import { processorUse } from '../measure/processor-use';
import { type ServerLoad, sampleServers } from '../measure/sample-servers';
import type { ApiClient } from '../product/api-client';
import type { Product } from '../product/start-product';
import { type CaseResult, caseResult } from '../result';
import { resetFile, validateFile } from './run-file';

const PHASES = ['validate', 'reset'] as const;
export type Phase = (typeof PHASES)[number];

export type MeasuredFile = {
  rows: number;
  /** Medians of the repetitions. The processor time of a validation includes the upload. */
  phases: Record<Phase, { seconds: number; figures: Figures }>;
  /** The most of both phases. */
  load: ServerLoad;
  peakRssMb: CaseResult['peakRssMb'];
  /** `worker1PeakMb` and so on. */
  workerPeaks: Figures;
};

/** `repeat` is how many times one after the other. */
export type Point = { rows: number; workers: number; repeat: number };

/** Validates and resets a typical file in fresh processes. What several cases ask for is measured once in a run. */
export async function measureFile(bench: Bench, point: Point): Promise<MeasuredFile> {
  const { rows, workers, repeat } = point;
  const key = `rows-${rows}-workers-${workers}`;
  const known = bench.measured.get(`${key}-repeat-${repeat}`);
  if (known) return known;
  const measured = await measureNow({ ...bench, running: key }, point);
  bench.measured.set(`${key}-repeat-${repeat}`, measured);
  return measured;
}

async function measureNow(bench: Bench, { rows, workers, repeat }: Point): Promise<MeasuredFile> {
  const file = await bench.makeFile({ organization: bench.organization.plan, shape: 'typical', rows });
  const turns: Turn[] = [];
  const { result, peakRssMb } = await withProduct(
    bench,
    async (client, product) => {
      const sampler = sampleServers(bench);
      for (let turn = 1; turn <= repeat; turn += 1)
        turns.push(await playTurn(bench, { client, product, file, rows }));
      return { load: await sampler.stop(), workerPeaks: await peaksOf(product) };
    },
    { workers },
  );
  const phases = { validate: middleOf(turns, 'validate'), reset: middleOf(turns, 'reset') };
  const [validated, reset] = [phases.validate.seconds.toFixed(2), phases.reset.seconds.toFixed(2)];
  bench.say(
    `${rows.toLocaleString('en-US')} rows, ${workers} workers: validated in ${validated} s, reset in ${reset} s`,
  );
  return { rows, phases, peakRssMb, ...result };
}

type Timed = { seconds: number; figures: Figures };
type Turn = Record<Phase, Timed>;

async function playTurn(
  bench: Bench,
  { client, product, file, rows }: { client: ApiClient; product: Product; file: string; rows: number },
): Promise<Turn> {
  await clearWork(bench.db);
  const phase = async <Result extends { seconds: number }>(what: Phase, work: () => Promise<Result>) => {
    const before = await processorUse(bench, product);
    const { result, figures } = await countDatabaseWork(
      bench,
      { what: `${bench.running} ${what}`, rows },
      work,
    );
    const used = grownBy(before, await processorUse(bench, product));
    return { result, timed: { seconds: result.seconds, figures: { ...used, ...figures } } };
  };
  const validated = await phase('validate', () => validateFile(bench, client, file));
  const reset = await phase('reset', () => resetFile(bench, client, validated.result.view));
  return { validate: validated.timed, reset: reset.timed };
}

const middleOf = (turns: readonly Turn[], phase: Phase): Timed => ({
  seconds: median(turns.map((turn) => turn[phase].seconds)),
  figures: medians(turns.map((turn) => turn[phase].figures)),
});

async function peaksOf({ workers }: Product): Promise<Figures> {
  const peaks = await Promise.all(workers.map(peakMemoryMb));
  return Object.fromEntries(peaks.map((peak, index) => [`worker${index + 1}PeakMb`, peak]));
}

/** Each phase as a result of its own. @param figuresOf gives what only this case tells */
export const resultsOf = (
  name: string,
  { rows, phases, load, peakRssMb, workerPeaks }: MeasuredFile,
  figuresOf: (phase: Phase) => Figures,
): CaseResult[] =>
  PHASES.map((phase) =>
    caseResult(
      `${name}-${phase}`,
      { rows, seconds: phases[phase].seconds },
      {
        peakRssMb,
        figures: { ...figuresOf(phase), ...load, ...workerPeaks, ...phases[phase].figures },
      },
    ),
  );
