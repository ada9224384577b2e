import { performance } from 'node:perf_hooks';
import { BASELINES, type Baseline, type BaselineFile, type BaselineName, type Findings } from './baseline';
import { createBaseline } from './create-baseline';

/** What the process of a baseline is asked, one after the other, and what it answers. */
export type Question = { validate: BaselineFile } | { reset: number } | 'close';
export type Answer = { seconds: number; findings?: Findings; marked?: number } | { fault: string };

/** A process of its own, as the product's are: nothing of the bench runs beside it. */
async function main([name, databaseUrl = '', redisUrl = '']: readonly string[]): Promise<void> {
  const known = BASELINES.find((baseline): baseline is BaselineName => baseline === name);
  if (!known) throw new Error(`no baseline is called ${name}`);
  const baseline = await createBaseline(known, { databaseUrl, redisUrl });
  process.on('message', async (question: Question) => {
    if (question !== 'close') process.send?.(await answer(baseline, question));
    else await baseline.close().finally(() => process.disconnect());
  });
  process.send?.({ seconds: 0 } satisfies Answer);
}

async function answer(baseline: Baseline, question: Exclude<Question, 'close'>): Promise<Answer> {
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1_000;
  try {
    if ('validate' in question) {
      const findings = await baseline.validate(question.validate);
      return { seconds: seconds(), findings };
    }
    const marked = await baseline.reset(question.reset);
    return { seconds: seconds(), marked };
  } catch (error) {
    return { fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.send?.({ fault: String(error) } satisfies Answer);
  process.exitCode = 1;
  process.disconnect?.();
});
