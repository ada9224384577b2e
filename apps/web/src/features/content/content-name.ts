import { type ContentStandard, STANDARD_NAME } from '@reset/shared/contracts/content-package';

/** "SCORM 2004 4th Edition", "SCORM 1.2", "AICC 4.0": the edition as the package names it, where it adds something. */
export function contentName({
  standard,
  edition,
}: {
  standard: ContentStandard;
  edition: string | null;
}): string {
  const name = STANDARD_NAME[standard];
  if (edition === null || name.endsWith(edition)) return name;
  return `${name} ${edition.replace(/^2004 /, '')}`;
}
