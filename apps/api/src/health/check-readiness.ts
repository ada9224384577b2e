import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { isAppError } from '@reset/shared/errors/app-error';
import type { FileStore } from '@reset/shared/storage/file-store';

export type Checks = Readonly<Record<'database' | 'redis' | 'storage', () => Promise<unknown>>>;
export type Readiness = { ready: boolean; checks: Record<keyof Checks, 'ok' | 'failed'> };

const PATIENCE_MS = 2_000;
/** Anyone may ask, so that the services are not asked more often than this. */
const FRESH_MS = 1_000;

/** Asks every service whether it answers, all at once. Askers within a second share one answer. */
export function createReadinessCheck(checks: Checks, now = Date.now): () => Promise<Readiness> {
  let asked = Number.NEGATIVE_INFINITY;
  let answer: Promise<Readiness> | undefined;
  return () => {
    if (answer && now() - asked < FRESH_MS) return answer;
    asked = now();
    answer = askAll(checks);
    return answer;
  };
}

async function askAll(checks: Checks): Promise<Readiness> {
  const [database, redis, storage] = await Promise.all([
    ask(checks.database),
    ask(checks.redis),
    ask(checks.storage),
  ]);
  const answers = { database, redis, storage };
  return { ready: Object.values(answers).every((each) => each === 'ok'), checks: answers };
}

async function ask(check: () => Promise<unknown>): Promise<'ok' | 'failed'> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<'failed'>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, 'failed');
  });
  const answered = check().then(
    () => 'ok' as const,
    () => 'failed' as const,
  );
  try {
    return await Promise.race([answered, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** Writes a few bytes and removes them. A store that says that it is full has answered: what it holds can be read. */
export async function storageAnswers(fileStore: Pick<FileStore, 'write' | 'remove'>): Promise<void> {
  const key = `health/${randomUUID()}`;
  try {
    await fileStore.write(key, Readable.from([Buffer.from('ready')]));
  } catch (error) {
    if (!isAppError(error) || error.code !== 'storage-full') throw error;
  }
  await fileStore.remove(key);
}
