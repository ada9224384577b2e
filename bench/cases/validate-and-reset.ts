import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { CsvShape } from '@reset/shared/generate/bulk-reset-csv';
import { BASELINES, type BaselineName } from '../baselines/baseline';
import { type BaselineProcess, startBaseline } from '../baselines/baseline-process';
import { type Bench, withProduct } from '../bench';
import { clearWork } from '../data/clear-work';
import { countDatabaseWork } from '../measure/database-work';
import type { Figures } from '../measure/figures';
import { median } from '../measure/median';
import type { ApiClient } from '../product/api-client';
import { type CaseResult, caseResult, rounded } from '../result';
import { resetFile, validateFile } from './run-file';

/** `row` takes too long for more; its time grows with the rows. */
const MOST_ROWS: Readonly<Record<BaselineName, number>> = { sql: Infinity, orm: Infinity, row: 20_000 };
const DOERS = ['ours', ...BASELINES] as const;
type Doer = (typeof DOERS)[number];
type Phase = 'validate' | 'reset';

/** Microseconds a row, by phase and by whoever did it. */
type Samples = Readonly<Record<Phase, Readonly<Record<Doer, number[]>>>>;
type Round = {
  bench: Bench;
  client: ApiClient;
  shape: CsvShape;
  phases: readonly Phase[];
  baselines: ReadonlyMap<BaselineName, BaselineProcess>;
  samples: Samples;
  /** What the database did for the product in the last round, with `--profile`. */
  counted: Record<Phase, Figures>;
};

/** The same file by the product and by each baseline, taking turns; the reset follows the validation that it needs. */
export async function validateAndReset(bench: Bench, shape: CsvShape): Promise<CaseResult[]> {
  const phases = (['validate', 'reset'] as const).filter((phase) =>
    bench.options.cases.some((name) => name === `${phase}-${shape}`),
  );
  if (phases.length === 0) return [];
  const samples = { validate: noSamples(), reset: noSamples() };
  const counted: Round['counted'] = { validate: {}, reset: {} };
  const { peakRssMb } = await withProduct(bench, async (client) => {
    const baselines = await startBaselines(bench);
    try {
      for (let turn = 1; turn <= bench.options.repeat; turn += 1)
        await playRound({ bench, client, shape, phases, baselines, samples, counted });
    } finally {
      for (const baseline of baselines.values()) await baseline.stop();
    }
  });
  return phases.map((phase) =>
    resultOf(bench, `${phase}-${shape}`, samples[phase], { peakRssMb, counted: counted[phase] }),
  );
}

const noSamples = (): Record<Doer, number[]> => ({ ours: [], sql: [], orm: [], row: [] });

async function startBaselines(bench: Bench): Promise<Map<BaselineName, BaselineProcess>> {
  const started = new Map<BaselineName, BaselineProcess>();
  for (const name of bench.options.baselines) started.set(name, await startBaseline(name, bench));
  return started;
}

async function playRound(round: Round): Promise<void> {
  const { bench, shape } = round;
  const { rows } = bench.options;
  const ours = await playOurs(round, await fileOf(bench, shape, rows), rows);
  for (const [name, baseline] of round.baselines) {
    const some = Math.min(rows, MOST_ROWS[name]);
    const theirs = await playBaseline(round, name, baseline, some);
    // Of fewer rows there is nothing to compare with; the tests have compared that already.
    if (some === rows && !isDeepStrictEqual(theirs, ours))
      throw new Error(`${name} found ${JSON.stringify(theirs)}, and the product ${JSON.stringify(ours)}`);
  }
}

const fileOf = ({ organization, makeFile }: Bench, shape: CsvShape, rows: number) =>
  makeFile({ organization: organization.plan, shape, rows });

async function playOurs(round: Round, file: string, rows: number) {
  const { bench, client, phases, samples, counted, shape } = round;
  await clearWork(bench.db);
  const validated = await countDatabaseWork(bench, { what: `validate ${shape}`, rows }, () =>
    validateFile(bench, client, file),
  );
  counted.validate = validated.figures;
  const { view, seconds, findings } = validated.result;
  note(bench, samples.validate.ours, { what: `ours validates ${shape}`, seconds, rows });
  if (!phases.includes('reset')) return { findings };
  const { result: reset, figures } = await countDatabaseWork(bench, { what: `reset ${shape}`, rows }, () =>
    resetFile(bench, client, view),
  );
  counted.reset = figures;
  note(bench, samples.reset.ours, { what: `ours resets ${shape}`, seconds: reset.seconds, rows });
  return { findings, marked: reset.marked };
}

async function playBaseline(
  { bench, phases, samples, shape }: Round,
  name: BaselineName,
  baseline: BaselineProcess,
  rows: number,
) {
  const file = await fileOf(bench, shape, rows);
  await clearWork(bench.db);
  const { organization, directory } = bench;
  const reportPath = path.join(directory, `${name}-report.csv`);
  const { seconds, findings } = await baseline.validate({
    organizationId: organization.id,
    path: file,
    reportPath,
  });
  note(bench, samples.validate[name], { what: `${name} validates ${shape}`, seconds, rows });
  if (!phases.includes('reset')) return { findings };
  const reset = await baseline.reset(organization.id);
  note(bench, samples.reset[name], { what: `${name} resets ${shape}`, seconds: reset.seconds, rows });
  return { findings, marked: reset.marked };
}

function note(
  { say }: Bench,
  samples: number[],
  done: { what: string; seconds: number; rows: number },
): void {
  const { what, seconds, rows } = done;
  samples.push((seconds * 1_000_000) / rows);
  say(`${what}: ${rows.toLocaleString('en-US')} rows in ${seconds.toFixed(2)} s`);
}

function resultOf(
  { options: { rows, baselines } }: Bench,
  name: string,
  samples: Samples[Phase],
  { peakRssMb, counted }: { peakRssMb: CaseResult['peakRssMb']; counted: Figures },
): CaseResult {
  const ours = median(samples.ours);
  const ratio = (baseline: BaselineName) =>
    baselines.includes(baseline) ? rounded(median(samples[baseline]) / ours) : null;
  const figures = { slowestSeconds: rounded((Math.max(...samples.ours) * rows) / 1_000_000), ...counted };
  return caseResult(
    name,
    { rows, seconds: (ours * rows) / 1_000_000 },
    { peakRssMb, ratio: { sql: ratio('sql'), orm: ratio('orm'), row: ratio('row') }, figures },
  );
}
