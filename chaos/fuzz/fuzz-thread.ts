import { parentPort, workerData } from 'node:worker_threads';
import { checkInput } from './check-input';
import { makeInput } from './make-input';

/** `current` tells the watcher which input is in hand, also when this thread never answers again. */
export type FuzzOrder = { seed: number; inputs: number; until: number; current: Int32Array };
export type FuzzReport = {
  read: number;
  refused: number;
  bytes: number;
  /** Of one input, in milliseconds. */
  slowest: number;
  failed?: { index: number; because: string };
};

function fuzz({ seed, inputs, until, current }: FuzzOrder): FuzzReport {
  const report: FuzzReport = { read: 0, refused: 0, bytes: 0, slowest: 0 };
  for (let index = 0; index < inputs && Date.now() < until; index += 1) {
    Atomics.store(current, 0, index);
    const begun = performance.now();
    try {
      const input = makeInput(seed, index);
      report.bytes += input.file.length;
      report[checkInput(input)] += 1;
    } catch (error) {
      return {
        ...report,
        failed: { index, because: error instanceof Error ? `${error.stack}` : String(error) },
      };
    }
    report.slowest = Math.max(report.slowest, performance.now() - begun);
  }
  return report;
}

parentPort?.postMessage(fuzz(workerData as FuzzOrder));
