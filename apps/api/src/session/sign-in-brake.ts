import { AppError } from '@reset/shared/errors/app-error';
import { LRUCache } from 'lru-cache';

const ATTEMPTS = 10;
const WINDOW_MS = 15 * 60_000;
const LOGINS = 50_000;

export type SignInBrake = {
  /** Counts an attempt, before it is known whether the password is right. @throws AppError `too-many-attempts` */
  count(loginKey: string): void;
  /** The password was right. */
  release(loginKey: string): void;
};

/**
 * Lets ten attempts at one login fail within 15 minutes, whether or not there is such a login. Kept in the memory of
 * one process: with several, an attacker has as many tries as there are processes, which is still few.
 */
export function createSignInBrake(now = Date.now): SignInBrake {
  const attempts = new LRUCache<string, { count: number; since: number }>({ max: LOGINS });
  return {
    count(loginKey) {
      const known = attempts.get(loginKey);
      if (!known || now() - known.since >= WINDOW_MS)
        return void attempts.set(loginKey, { count: 1, since: now() });
      known.count += 1;
      if (known.count <= ATTEMPTS) return;
      const retryAfterSeconds = Math.ceil((known.since + WINDOW_MS - now()) / 1_000);
      throw new AppError('too-many-attempts', { retryAfterSeconds });
    },
    release: (loginKey) => void attempts.delete(loginKey),
  };
}
