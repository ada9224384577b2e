import { hashApiKey } from '@reset/shared/auth/api-key';
import { may, type Permission } from '@reset/shared/contracts/permissions';
import { AppError } from '@reset/shared/errors/app-error';
import type { AccountOwner } from '@reset/shared/stores/account.store';
import type { Request, RequestHandler } from 'express';
import { readSession } from '../session/session-cookie';
import { refuseCrossSite } from './same-origin';

/** Who sent a request, as the database knows them at this moment. The organization comes from here and nowhere else. */
export type Caller = AccountOwner;
export type LearnerCaller = Caller & { learnerId: number };

/** Both give `undefined` for a credential that is unknown, disabled or revoked. */
export type Credentials = {
  callerOfSession(session: { login: string; passwordMark: string }): Promise<Caller | undefined>;
  callerOfApiKey(secretHash: Buffer): Promise<Caller | undefined>;
};

const callers = new WeakMap<Request, Caller>();
const lookups = new WeakMap<Request, () => Promise<Caller | undefined>>();

/** Finds out who sent the request. One without a valid credential goes on as nobody's. */
export const authenticate =
  (credentials: Credentials): RequestHandler =>
  async (request, _response, next) => {
    const key = bearerOf(request);
    const lookUp = () => (key === undefined ? bySession(credentials, request) : byKey(credentials, key));
    lookups.set(request, lookUp);
    const caller = await lookUp();
    if (caller) callers.set(request, caller);
    next();
  };

async function bySession(credentials: Credentials, request: Request): Promise<Caller | undefined> {
  const session = readSession(request);
  if (!session) return undefined;
  refuseCrossSite(request);
  return credentials.callerOfSession(session);
}

const byKey = (credentials: Credentials, key: string) => credentials.callerOfApiKey(hashApiKey(key));

/** RFC 6750 section 2.1. A browser never adds it by itself, so that such a request needs no proof of its origin. */
const bearerOf = (request: Request): string | undefined =>
  /^Bearer +(\S+) *$/i.exec(request.get('Authorization') ?? '')?.[1];

/** @throws AppError `not-signed-in` */
export function callerOf(request: Request): Caller {
  const caller = callers.get(request);
  if (!caller) throw new AppError('not-signed-in', {});
  return caller;
}

/** @throws AppError `not-signed-in`; `not-allowed` where the caller stands for no learner */
export function learnerOf(request: Request): LearnerCaller {
  const { learnerId, ...caller } = callerOf(request);
  if (learnerId === null) throw new AppError('not-allowed', {});
  return { ...caller, learnerId };
}

/** Lets through who may, by the table in contracts/permissions. */
export const requirePermission =
  (permission: Permission): RequestHandler =>
  (request, _response, next) => {
    if (!may(callerOf(request).role, permission)) throw new AppError('not-allowed', {});
    next();
  };

/**
 * Looks again at the end of a request that has taken long: a key may have been revoked meanwhile.
 * @throws AppError `not-signed-in`, `not-allowed`
 */
export async function refuseRevoked(request: Request, permission: Permission): Promise<void> {
  const caller = await lookups.get(request)?.();
  if (!caller) throw new AppError('not-signed-in', {});
  if (!may(caller.role, permission)) throw new AppError('not-allowed', {});
}
