import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { endWithBench } from '../product/end-with-bench';
import type { BaselineFile, BaselineName, Findings } from './baseline';
import type { Answer, Question } from './run-baseline';

/** A baseline in a process of its own. Seconds are measured there, around the work alone. */
export type BaselineProcess = {
  validate(file: BaselineFile): Promise<{ seconds: number; findings: Findings }>;
  reset(organizationId: number): Promise<{ seconds: number; marked: number }>;
  stop(): Promise<void>;
};

export async function startBaseline(
  name: BaselineName,
  { databaseUrl, redisUrl }: { databaseUrl: string; redisUrl: string },
): Promise<BaselineProcess> {
  const child = fork(path.join(__dirname, 'run-baseline.ts'), [name, databaseUrl, redisUrl], {
    execArgv: ['-r', 'esbuild-register'],
  });
  endWithBench(child);
  await nextAnswer(child);
  const ask = async (question: Question) => {
    child.send(question);
    return nextAnswer(child);
  };
  return {
    async validate(file) {
      const { seconds, findings } = await ask({ validate: file });
      if (!findings) throw new Error(`${name} found nothing`);
      return { seconds, findings };
    },
    async reset(organizationId) {
      const { seconds, marked } = await ask({ reset: organizationId });
      if (marked === undefined) throw new Error(`${name} marked nothing`);
      return { seconds, marked };
    },
    async stop() {
      if (child.exitCode !== null) return;
      const gone = once(child, 'exit');
      child.send('close' satisfies Question);
      await gone;
    },
  };
}

async function nextAnswer(child: ChildProcess): Promise<Exclude<Answer, { fault: string }>> {
  const ended = once(child, 'exit').then((): [Answer] => [{ fault: 'the process of a baseline ended' }]);
  const [answer] = (await Promise.race([once(child, 'message'), ended])) as [Answer];
  if ('fault' in answer) throw new Error(answer.fault);
  return answer;
}
