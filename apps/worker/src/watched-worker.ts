import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'bullmq';

/** Between two questions that the server refuses (OOM, MISCONF, READONLY): BullMQ itself asks again at once. */
const REFUSED_PAUSE_MS = 1_000;

/**
 * BullMQ's worker, which also knows when the server last answered its question for work. `isRunning()` stays true for
 * a loop that hangs; while there is nothing to do, one that works asks every five seconds.
 */
export class WatchedWorker extends Worker {
  private readonly openedAt = performance.now();
  private answeredAt: number | undefined;

  /** Milliseconds since the last answer, or since the beginning where there was none yet. */
  get silence(): number {
    return performance.now() - (this.answeredAt ?? this.openedAt);
  }

  get hasAnswered(): boolean {
    return this.answeredAt !== undefined;
  }

  /** For a time in which it could not ask, because all hands were full. */
  noteLife(): void {
    if (this.hasAnswered) this.answeredAt = performance.now();
  }

  protected override async moveToActive(...asked: Parameters<Worker['moveToActive']>) {
    try {
      const job = await super.moveToActive(...asked);
      this.answeredAt = performance.now();
      return job;
    } catch (error) {
      await delay(REFUSED_PAUSE_MS);
      throw error;
    }
  }
}
