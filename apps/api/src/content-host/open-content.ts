import type { ContentUnit } from '@reset/shared/contracts/content-package';
import { AppError } from '@reset/shared/errors/app-error';
import { findPackage, type StoredPackage } from '@reset/shared/stores/content-package.store';
import { type ContentLaunch, findContentLaunch } from '@reset/shared/stores/launch-token.store';
import { LRUCache } from 'lru-cache';
import type { EntityManager } from 'typeorm';

/** A launch with the package that it plays, which stays the same while it lasts. */
export type OpenContent = { launch: ContentLaunch; content: StoredPackage };
export type OpenContentByToken = (token: string) => Promise<OpenContent>;

const PACKAGES_IN_MEMORY = 100;

/** @throws AppError `not-found`, `launch-expired` */
export function openContentByToken(db: EntityManager): OpenContentByToken {
  // A version of a package never changes; a page of it asks for a hundred files.
  const packages = new LRUCache<string, StoredPackage>({ max: PACKAGES_IN_MEMORY });
  return async (token) => {
    const launch = await findContentLaunch(db, token);
    const key = `${launch.pair.organizationId}/${launch.packageId}`;
    const content =
      packages.get(key) ??
      (await findPackage(db, { organizationId: launch.pair.organizationId, id: launch.packageId }));
    if (!content) throw new AppError('not-found', {});
    packages.set(key, content);
    return { launch, content };
  };
}

/** @throws AppError `not-found` where the package has no such unit */
export function unitOf({ units }: Pick<StoredPackage, 'units'>, identifier: string): ContentUnit {
  const unit = units.find((one) => one.identifier === identifier);
  if (!unit) throw new AppError('not-found', {});
  return unit;
}
