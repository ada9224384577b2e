import { verifyPassword } from '@reset/shared/auth/password';
import type { SignIn } from '@reset/shared/contracts/session';
import { identifierKey } from '@reset/shared/entities/identifier-key';
import { AppError } from '@reset/shared/errors/app-error';
import type { Account } from '@reset/shared/stores/account.store';
import type { SignInBrake } from './sign-in-brake';

export type SignInDeps = {
  findAccount(loginKey: string): Promise<Account | undefined>;
  brake: SignInBrake;
};

/**
 * Gives the account that login and password belong to. Takes as long where there is none.
 * @throws AppError `sign-in-failed`, `too-many-attempts`
 */
export const signIn =
  ({ findAccount, brake }: SignInDeps) =>
  async ({ login, password }: SignIn): Promise<Account> => {
    const loginKey = identifierKey(login);
    brake.count(loginKey);
    const account = await findAccount(loginKey);
    const known = await verifyPassword(password, account?.passwordHash);
    if (!account || !known) throw new AppError('sign-in-failed', {});
    brake.release(loginKey);
    return account;
  };
