import type { ServiceName } from '@reset/shared/contracts/worker';
import { failureKind, serviceBehind } from './failure-kind';

/** A chunk that failed is tried again after 2 seconds: one that does not fail again in this time waits for nothing. */
const RECENT_MS = 10_000;

export type RecentTrouble = {
  /** Nothing where the error is none of a service. */
  note(error: unknown): void;
  /** Work went well. */
  clear(): void;
  /** Which service made a chunk fail lately. */
  service(): ServiceName | null;
};

/** Remembers for which service chunks have to wait: one that answers a probe may still refuse the work. */
export function createRecentTrouble(now = Date.now): RecentTrouble {
  let trouble: { service: ServiceName; at: number } | undefined;
  return {
    note(error) {
      const service = failureKind(error) === 'away' ? serviceBehind(error) : null;
      if (service) trouble = { service, at: now() };
    },
    clear() {
      trouble = undefined;
    },
    service: () => (trouble && now() - trouble.at < RECENT_MS ? trouble.service : null),
  };
}
