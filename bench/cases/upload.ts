import { fork } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { type Bench, withProduct } from '../bench';
import { clearWork } from '../data/clear-work';
import { median } from '../measure/median';
import { uploadFile } from '../product/api-client';
import { endWithBench } from '../product/end-with-bench';
import { type CaseResult, caseResult, rounded } from '../result';

const MB = 1_000_000;

/**
 * The upload over HTTP, from the first byte to the answer, beside a handler that only hashes the body and writes it.
 * No worker runs: what comes after the upload must not slow the next one.
 */
export async function upload(bench: Bench): Promise<CaseResult[]> {
  const { rows, repeat } = bench.options;
  const file = await bench.makeFile({ organization: bench.organization.plan, shape: 'typical', rows });
  const [ours, theirs]: [number[], number[]] = [[], []];
  const plain = await startPlainHandler(bench.directory);
  await clearWork(bench.db);
  const { peakRssMb } = await withProduct(
    bench,
    async (client) => {
      for (let turn = 1; turn <= repeat; turn += 1) {
        const { seconds, result } = await timed(() => client.upload(file));
        await client.cancel(result.id);
        ours.push(seconds);
        theirs.push((await timed(() => uploadFile(plain.url, file, {}))).seconds);
        bench.say(
          `upload: ours ${seconds.toFixed(2)} s, hash and write alone ${theirs.at(-1)?.toFixed(2)} s`,
        );
      }
    },
    { workers: 0 },
  ).finally(() => plain.stop());
  const seconds = median(ours);
  const { size } = await stat(file);
  const figures = {
    megabytesPerSecond: rounded(size / MB / seconds, 1),
    hashAndWriteSeconds: rounded(median(theirs)),
    hashAndWriteRatio: rounded(median(theirs) / seconds),
  };
  return [caseResult('upload', { rows, seconds }, { peakRssMb, figures })];
}

async function timed<Result>(work: () => Promise<Result>): Promise<{ seconds: number; result: Result }> {
  const began = performance.now();
  const result = await work();
  return { seconds: (performance.now() - began) / 1_000, result };
}

async function startPlainHandler(directory: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const child = fork(path.join(__dirname, '../baselines/plain-upload.ts'), [directory], {
    execArgv: ['-r', 'esbuild-register'],
  });
  endWithBench(child);
  const [port]: number[] = await once(child, 'message');
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}
