import { identifierKey } from '@reset/shared/entities/identifier-key';
import { Learner, Organization } from '@reset/shared/entities/people';
import type { EntityManager } from 'typeorm';

/** @throws Error where there is none with this UUID */
export async function findOrganization(db: EntityManager, uuid: string): Promise<Organization> {
  const organization = await db.findOneBy(Organization, { uuid });
  if (!organization) throw new Error(`there is no organization ${uuid}`);
  return organization;
}

/** @throws Error where the organization has no learner with this login ID */
export async function findLearner(
  db: EntityManager,
  organizationId: number,
  loginId: string,
): Promise<Learner> {
  const learner = await db.findOneBy(Learner, { organizationId, loginKey: identifierKey(loginId) });
  if (!learner) throw new Error(`the organization has no learner with the login ID ${loginId}`);
  return learner;
}
