import { type Bench, withProduct } from '../bench';
import { clearWork } from '../data/clear-work';
import { median } from '../measure/median';
import { type ServerLoad, sampleServers } from '../measure/sample-servers';
import { type CaseResult, caseResult, rounded } from '../result';
import { resetFile, validateFile } from './run-file';

type Measured = {
  rows: number;
  validate: number;
  reset: number;
  load: ServerLoad;
  peakRssMb: CaseResult['peakRssMb'];
};

/** A file ten times as large, beside the usual one: speed and memory must stay the same. */
export async function tenMillion(bench: Bench): Promise<CaseResult[]> {
  const { rows, largeRows, repeat } = bench.options;
  const usual = await measure(bench, rows, repeat);
  // Once: it is as long as ten of the others.
  const large = await measure(bench, largeRows, 1);
  const share = (of: (measured: Measured) => number) => rounded(of(large) / of(usual));
  const figures = {
    apiPeakRatio: share(({ peakRssMb }) => peakRssMb.api),
    workerPeakRatio: share(({ peakRssMb }) => peakRssMb.worker),
    usualRedisKeys: usual.load.redisKeys,
    usualMysqlConnections: usual.load.mysqlConnections,
    ...large.load,
  };
  return (['validate', 'reset'] as const).map((phase) =>
    caseResult(
      `ten-million-${phase}`,
      { rows: largeRows, seconds: large[phase] },
      {
        peakRssMb: large.peakRssMb,
        figures: { speedRatio: share((measured) => measured.rows / measured[phase]), ...figures },
      },
    ),
  );
}

async function measure(bench: Bench, rows: number, repeat: number): Promise<Measured> {
  const file = await bench.makeFile({ organization: bench.organization.plan, shape: 'typical', rows });
  const [validated, reset]: [number[], number[]] = [[], []];
  const { result: load, peakRssMb } = await withProduct(bench, async (client) => {
    const sampler = sampleServers(bench);
    for (let turn = 1; turn <= repeat; turn += 1) {
      await clearWork(bench.db);
      const { view, seconds } = await validateFile(bench, client, file);
      validated.push(seconds);
      reset.push((await resetFile(bench, client, view)).seconds);
      bench.say(
        `${rows.toLocaleString('en-US')} rows: validated in ${seconds.toFixed(2)} s, reset in ${reset.at(-1)?.toFixed(2)} s`,
      );
    }
    return sampler.stop();
  });
  return { rows, validate: median(validated), reset: median(reset), load, peakRssMb };
}
