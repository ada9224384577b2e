import { setTimeout as delay } from 'node:timers/promises';
import type { Consumer } from './consume-queue';
import type { WorkerDeps } from './dependencies';
import type { Announcement } from './health/announce-worker';

/** What comes after the last chunk: closing connections whose other end may not answer. */
const CLOSE_PATIENCE_MS = 1_500;

type Running = {
  consumer: Pick<Consumer, 'stop'>;
  announcement: Announcement;
  /** Whatever else goes on. */
  others: readonly { stop: () => Promise<void> }[];
};

/**
 * Takes no new work; the chunks in hand end, or are given back at the deadline, so that another worker has them at once.
 * @returns the exit code: 1 where chunks could not be given back, whose leases have to run out then
 */
export async function stopWorker(
  deps: WorkerDeps,
  { consumer, announcement, others }: Running,
  deadlineMs: number,
): Promise<number> {
  deps.log.info({ chunks: deps.inHand.size() }, 'stopping');
  let exitCode = 0;
  const giveBack = async () => {
    deps.log.warn({ chunks: deps.inHand.size() }, 'giving chunks back');
    if (await patiently(deps.inHand.giveBack(deps.dataSource))) return;
    deps.log.error('chunks could not be given back');
    exitCode = 1;
  };
  const stopped = consumer.stop(deadlineMs, giveBack);
  await patiently(announcement.stopping());
  await stopped;
  await patiently(Promise.all(others.map(({ stop }) => stop())));
  await patiently(announcement.withdraw());
  await patiently(Promise.all([deps.queue.close(), deps.dataSource.destroy()]));
  return exitCode;
}

/** @returns whether it went well, and in time */
const patiently = (work: Promise<unknown>): Promise<boolean> =>
  Promise.race([
    work.then(
      () => true,
      () => false,
    ),
    delay(CLOSE_PATIENCE_MS, false, { ref: false }),
  ]);
