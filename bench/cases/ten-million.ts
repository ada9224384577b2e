import type { Bench } from '../bench';
import { type CaseResult, rounded } from '../result';
import { type MeasuredFile, measureFile, resultsOf } from './measure-file';

/** A file ten times as large, beside the usual one: speed and memory must stay the same. */
export async function tenMillion(bench: Bench): Promise<CaseResult[]> {
  const { rows, largeRows, workers, repeat } = bench.options;
  const usual = await measureFile(bench, { rows, workers, repeat });
  // Once: it is as long as ten of the others.
  const large = await measureFile(bench, { rows: largeRows, workers, repeat: 1 });
  const share = (of: (measured: MeasuredFile) => number) => rounded(of(large) / of(usual));
  return resultsOf('ten-million', large, (phase) => ({
    speedRatio: share((measured) => measured.rows / measured.phases[phase].seconds),
    apiPeakRatio: share(({ peakRssMb }) => peakRssMb.api),
    workerPeakRatio: share(({ peakRssMb }) => peakRssMb.worker),
    usualRedisKeys: usual.load.redisKeys,
    usualRedisMemoryMb: usual.load.redisMemoryMb,
    usualMysqlConnections: usual.load.mysqlConnections,
  }));
}
