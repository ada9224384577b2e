import { createHash } from 'node:crypto';
import cookieSession from 'cookie-session';
import type { Request, RequestHandler } from 'express';
import { z } from 'zod';

const HOURS = 3_600_000;
const LASTS_MS = 12 * HOURS;

const Session = z.object({
  login: z.string(),
  /** Milliseconds since 1970: the cookie's own expiry is the browser's business. */
  until: z.number(),
  /** Changes with the password, so that a new password ends every session. */
  passwordMark: z.string(),
});
export type Session = z.infer<typeof Session>;

/** Keeps the session in a signed cookie, which is marked `Secure` where the request came over HTTPS. */
export const sessionCookie = (secret: string): RequestHandler =>
  cookieSession({ name: 'session', keys: [secret], httpOnly: true, sameSite: 'lax', maxAge: LASTS_MS });

export function startSession(request: Request, account: { login: string; passwordHash: string }): void {
  const { login, passwordHash } = account;
  request.session = {
    login,
    until: Date.now() + LASTS_MS,
    passwordMark: passwordMark(passwordHash),
  } satisfies Session;
}

export function endSession(request: Request): void {
  request.session = null;
}

/** The session that the request carries, unless it is over. */
export function readSession(request: Request, now = Date.now()): Session | undefined {
  const session = Session.safeParse(request.session);
  return session.success && session.data.until > now ? session.data : undefined;
}

/** Tells two passwords of an account apart without telling anything of either. */
export const passwordMark = (passwordHash: string): string =>
  createHash('sha256').update(passwordHash).digest('base64url').slice(0, 16);
