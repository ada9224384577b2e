import { newApiKey } from '@reset/shared/auth/api-key';
import { hashPassword } from '@reset/shared/auth/password';
import type { Role } from '@reset/shared/contracts/permissions';
import { codeOf } from '@reset/shared/log/logger';
import { insertApiKey, insertUser } from '@reset/shared/stores/new-account.store';
import type { EntityManager } from 'typeorm';
import { randomPassword } from './random-secret';

export type Credentials = { login: string; password: string };
export type WantedUser = { login: string; name: string; role: Role; learnerId?: number };

/** Makes a user with a random password, which only the caller learns. @throws Error when the login is taken */
export async function createUser(
  db: EntityManager,
  organizationId: number,
  { login, name, role, learnerId = undefined }: WantedUser,
  password = randomPassword(),
): Promise<Credentials> {
  const passwordHash = await hashPassword(password);
  try {
    await insertUser(db, organizationId, { login, name, role, learnerId: learnerId ?? null, passwordHash });
  } catch (error) {
    if (codeOf(error) === 'ER_DUP_ENTRY') throw new Error(`the login ${login} is taken`, { cause: error });
    throw error;
  }
  return { login, password };
}

/** Makes an API key. @returns the key, which is stored nowhere */
export async function createApiKey(
  db: EntityManager,
  organizationId: number,
  { name, role }: { name: string; role: Role },
): Promise<string> {
  const { key, secretHash } = newApiKey();
  await insertApiKey(db, organizationId, { name, role, secretHash });
  return key;
}
