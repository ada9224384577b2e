import type { EntityManager } from 'typeorm';
import type { Role } from '../contracts/permissions';

/** Somebody who may act here. These look-ups alone name no organization: they are how it becomes known. */
export type AccountOwner = {
  organizationId: number;
  /** The organization's name. */
  organization: string;
  kind: 'user' | 'api-key';
  id: number;
  name: string;
  role: Role;
  learnerId: number | null;
};
export type Account = AccountOwner & { kind: 'user'; login: string; passwordHash: string };

type AccountRow = Omit<Account, 'kind'>;

/** The account that may sign in with this login: it is active, and so is the learner that it stands for. */
export async function findActiveAccount(db: EntityManager, loginKey: string): Promise<Account | undefined> {
  const [row]: AccountRow[] = await db.query(
    `SELECT u.id, u.organization_id AS organizationId, o.name AS organization, u.login, u.name, u.role,
       u.learner_id AS learnerId, u.password_hash AS passwordHash
     FROM user_account u
     JOIN organization o ON o.id = u.organization_id
     LEFT JOIN learner l ON l.organization_id = u.organization_id AND l.id = u.learner_id
     WHERE u.login_key = ? AND u.active AND (u.learner_id IS NULL OR l.status = 'active')`,
    [loginKey],
  );
  return row && { ...row, kind: 'user' };
}

/** The API key with this hash, unless it is revoked. */
export async function findApiKey(db: EntityManager, secretHash: Buffer): Promise<AccountOwner | undefined> {
  const [row]: Omit<AccountOwner, 'kind' | 'learnerId'>[] = await db.query(
    `SELECT k.id, k.organization_id AS organizationId, o.name AS organization, k.name, k.role
     FROM api_key k JOIN organization o ON o.id = k.organization_id
     WHERE k.secret_hash = ? AND k.revoked_at IS NULL`,
    [secretHash],
  );
  return row && { ...row, kind: 'api-key', learnerId: null };
}
