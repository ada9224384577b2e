import type { Bench } from '../bench';
import type { CaseResult } from '../result';
import { measureFile, type Point, resultsOf } from './measure-file';

const WORKERS = [1, 2, 4] as const;

/** The usual file by one worker process, by two and by four. */
export async function growthWorkers(bench: Bench): Promise<CaseResult[]> {
  const { rows, repeat } = bench.options;
  const results: CaseResult[] = [];
  for (const workers of WORKERS)
    results.push(...(await measurePoint(bench, `growth-workers-${workers}`, { rows, workers, repeat })));
  return results;
}

/** Files from a tenth of the usual one to the large one, all by the same number of workers. */
export async function growthRows(bench: Bench): Promise<CaseResult[]> {
  const { rows: usual, largeRows, workers, repeat } = bench.options;
  const results: CaseResult[] = [];
  for (const rows of sizesOf(usual, largeRows)) {
    const point = { rows, workers, repeat: rows > usual ? 1 : repeat };
    results.push(...(await measurePoint(bench, `growth-rows-${rows}`, point)));
  }
  return results;
}

/** A tenth, one, five and ten million, unless asked otherwise. */
const sizesOf = (usual: number, large: number): number[] =>
  [...new Set([Math.ceil(usual / 10), usual, Math.ceil(large / 2), large])].sort((a, b) => a - b);

const measurePoint = async (bench: Bench, name: string, point: Point): Promise<CaseResult[]> =>
  resultsOf(name, await measureFile(bench, point), () => ({ workers: point.workers }));
