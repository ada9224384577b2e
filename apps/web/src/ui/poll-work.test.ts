import type { BulkResetView } from '@reset/shared/contracts/bulk-reset';
import type { BulkResetStatus } from '@reset/shared/contracts/bulk-reset-status';
import { ApiError, ConnectionError } from '../api-reply';
import { pauseAfter, pollWork } from './poll-work';

type Answer = BulkResetStatus | 'unchanged' | Error;

/** Polls a server that gives these answers, one a time, and is left by the page after the last. */
async function poll(answers: Answer[]) {
  const controller = new AbortController();
  const seen = {
    asked: [] as (string | undefined)[],
    pauses: [] as number[],
    statuses: [] as string[],
    troubles: 0,
  };
  const show = async (_id: string, etag: string | undefined) => {
    seen.asked.push(etag);
    const answer = answers[seen.asked.length - 1];
    if (answer instanceof Error) throw answer;
    if (answer === 'unchanged' || answer === undefined) return undefined;
    return { view: { status: answer } as BulkResetView, etag: `"${seen.asked.length}"` };
  };
  const pause = async (milliseconds: number) => {
    seen.pauses.push(milliseconds);
    if (seen.asked.length === answers.length) controller.abort();
  };
  const onChange = ({ status }: BulkResetView) => seen.statuses.push(status);
  const onTrouble = (error: unknown) => {
    seen.troubles += error === undefined ? 0 : 1;
  };
  const statusOf = ({ status }: BulkResetView) => status;
  await pollWork({ show, pause, statusOf }, 'id', { onChange, onTrouble }, controller.signal);
  return seen;
}

test('it asks with the version that it knows, and tells only what is new', async () => {
  const seen = await poll(['validating', 'unchanged', 'validating', 'ready']);

  expect(seen.asked).toEqual([undefined, '"1"', '"1"', '"3"']);
  expect(seen.statuses).toEqual(['validating', 'validating', 'ready']);
});

test('it asks every second while something runs, and seldom while it waits for a person', async () => {
  const seen = await poll(['validating', 'settling', 'ready', 'resetting', 'failed']);

  expect(seen.pauses).toEqual([1_000, 1_000, 5_000, 1_000, 5_000]);
});

test('it asks no more once nothing can change', async () => {
  const seen = await poll(['resetting', 'completed', 'unchanged']);

  expect(seen.asked).toHaveLength(2);
  expect(seen.pauses).toEqual([1_000]);
});

test('while the server is away it asks ever more seldom, and says so', async () => {
  const away = new ConnectionError('away');
  const seen = await poll(['validating', away, away, away, away, away, away, 'unchanged', 'unchanged']);

  expect(seen.pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 1_000, 1_000]);
  expect(seen.troubles).toBe(6);
});

test('a server in trouble is asked again; what is refused is not', async () => {
  const unavailable = new ApiError({ type: 'about:blank', title: 'Away', status: 503, code: 'unavailable' });
  const notFound = new ApiError({
    type: 'about:blank',
    title: 'Nothing here',
    status: 404,
    code: 'not-found',
  });

  expect((await poll([unavailable, 'ready'])).statuses).toEqual(['ready']);
  await expect(poll([notFound, 'ready'])).rejects.toBe(notFound);
});

test('before the first answer it asks again after a few seconds', () => {
  expect(pauseAfter(undefined, 0)).toBe(5_000);
});
