import { identifierKey } from '@reset/shared/entities/identifier-key';
import { findActiveAccount, findApiKey } from '@reset/shared/stores/account.store';
import type { EntityManager } from 'typeorm';
import type { Credentials } from '../http/caller';
import { passwordMark } from './session-cookie';

/** Looks callers up at each request, so that a disabled account and a revoked key are refused from the next one on. */
export const credentialsIn = (db: EntityManager): Credentials => ({
  async callerOfSession(session) {
    const account = await findActiveAccount(db, identifierKey(session.login));
    if (!account || passwordMark(account.passwordHash) !== session.passwordMark) return undefined;
    const { login: _login, passwordHash: _passwordHash, ...caller } = account;
    return caller;
  },
  callerOfApiKey: (secretHash) => findApiKey(db, secretHash),
});
