import type { ContentUnit } from '@reset/shared/contracts/content-package';

type Addressed = Pick<ContentUnit, 'href' | 'parameters'>;

/**
 * Where a unit's first page is, below the address of the launch.
 * @param base the path of the launch, `/launches/…`
 * @param more further fields of the query
 */
export function unitAddress(base: string, { href, parameters }: Addressed, more: string[] = []): string {
  const [path = '', ...query] = href.split('?');
  const fields = [query.join('?'), (parameters ?? '').replace(/^[?&]+/, ''), ...more].filter(
    (part) => part !== '',
  );
  const address = `${base}/files/${encodePath(path)}`;
  return fields.length === 0 ? address : `${address}?${fields.join('&')}`;
}

/** As a package names a file, so that `#` and `?` and blanks belong to the name. */
export const encodePath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

/** What AICC content needs in order to talk to us: which session it is, and where. */
export const aiccFields = (origin: string, token: string, unitNumber: number): string[] => [
  `aicc_sid=${encodeURIComponent(`${token}.${unitNumber}`)}`,
  `aicc_url=${encodeURIComponent(`${origin}/hacp`)}`,
];
