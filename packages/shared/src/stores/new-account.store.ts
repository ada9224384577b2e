import type { EntityManager } from 'typeorm';
import type { Role } from '../contracts/permissions';
import { identifierKey } from '../entities/identifier-key';
import { ApiKey, UserAccount } from '../entities/people';

export type NewUser = {
  login: string;
  name: string;
  role: Role;
  /** Where the role is learner: whose courses they are. */
  learnerId: number | null;
  passwordHash: string;
};

/**
 * Adds somebody who signs in with a password.
 * @throws Error with code `ER_DUP_ENTRY` when the login is taken, in whichever organization
 */
export async function insertUser(db: EntityManager, organizationId: number, user: NewUser): Promise<void> {
  const loginKey = identifierKey(user.login);
  await db.insert(UserAccount, { ...user, organizationId, loginKey, active: true });
}

/** @param key with the hash alone: the key itself is shown once and kept nowhere */
export async function insertApiKey(
  db: EntityManager,
  organizationId: number,
  key: { name: string; role: Role; secretHash: Buffer },
): Promise<void> {
  await db.insert(ApiKey, { ...key, organizationId });
}

/** Whether anybody can use the product yet. */
export async function hasAccounts(db: EntityManager): Promise<boolean> {
  return (await db.existsBy(UserAccount, {})) || (await db.existsBy(ApiKey, {}));
}
