import type { ContentPackage, ContentUnit } from '../contracts/content-package';

/** What a package says of itself. */
export type ParsedPackage = Pick<ContentPackage, 'standard' | 'edition' | 'title'> & {
  units: [ContentUnit, ...ContentUnit[]];
};
