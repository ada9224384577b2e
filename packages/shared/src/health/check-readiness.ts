import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { isAppError } from '../errors/app-error';
import type { Logger } from '../log/logger';
import type { FileStore } from '../storage/file-store';

export type Checks<Name extends string> = Readonly<Record<Name, () => Promise<unknown>>>;
export type Readiness<Name extends string = string> = {
  ready: boolean;
  checks: Record<Name, 'ok' | 'failed'>;
};

const PATIENCE_MS = 2_000;
/** Anyone may ask, so that the services are not asked more often than this. */
const FRESH_MS = 1_000;

/**
 * Asks every service whether it answers, all at once. Askers within a second share one answer.
 * @param options.onChange hears of the first answer and of each that differs from the one before
 */
export function createReadinessCheck<Name extends string>(
  checks: Checks<Name>,
  { now = Date.now, onChange }: { now?: () => number; onChange?: (readiness: Readiness<Name>) => void } = {},
): () => Promise<Readiness<Name>> {
  let asked = Number.NEGATIVE_INFINITY;
  let answer: Promise<Readiness<Name>> | undefined;
  let told = '';
  return () => {
    if (answer && now() - asked < FRESH_MS) return answer;
    asked = now();
    answer = askAll(checks).then((readiness) => {
      const words = JSON.stringify(readiness.checks);
      if (words !== told) onChange?.(readiness);
      told = words;
      return readiness;
    });
    return answer;
  };
}

/** Says aloud what a supervisor only hears when it asks. */
export const tellReadiness =
  (log: Pick<Logger, 'info' | 'error'>) =>
  ({ ready, checks }: Readiness): void =>
    ready ? log.info({ checks }, 'ready') : log.error({ checks }, 'not ready');

async function askAll<Name extends string>(checks: Checks<Name>): Promise<Readiness<Name>> {
  const names = Object.keys(checks) as Name[];
  const answers = await Promise.all(names.map((name) => answersInTime(checks[name])));
  const told = names.map((name, index) => [name, answers[index] ? 'ok' : 'failed'] as const);
  return {
    ready: answers.every(Boolean),
    checks: Object.fromEntries(told) as Readiness<Name>['checks'],
  };
}

/**
 * Whether a service answers before anybody's patience ends. What it answers later is nobody's concern. Where this process
 * itself stood still, an answer that has come meanwhile counts: it is read before anybody gives up.
 */
export async function answersInTime(
  check: () => Promise<unknown>,
  patienceMs = PATIENCE_MS,
): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<false>((resolve) => {
    timer = setTimeout(() => setImmediate(resolve, false), patienceMs);
  });
  const answered = check().then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([answered, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** Writes a few bytes and removes them. A store that says that it is full has answered: what it holds can be read. */
export async function storageAnswers(fileStore: Pick<FileStore, 'write' | 'remove'>): Promise<void> {
  await storageTakes(fileStore).catch((error: unknown) => {
    if (!isAppError(error) || error.code !== 'storage-full') throw error;
  });
}

/** As `storageAnswers`, for those who need room. @throws AppError also `storage-full` */
export async function storageTakes(fileStore: Pick<FileStore, 'write' | 'remove'>): Promise<void> {
  const key = `health/${randomUUID()}`;
  try {
    await fileStore.write(key, Readable.from([Buffer.from('ready')]));
  } finally {
    await fileStore.remove(key);
  }
}
