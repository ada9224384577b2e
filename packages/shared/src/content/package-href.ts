import { pathKey } from './archive/entry-path';
import { refusePackage, shown } from './refuse-package';

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/** Finds the files that manifests name. */
export type FindFile = (href: string, base?: readonly string[]) => string;

/**
 * Makes the look-up of launch addresses. They are relative, percent-encoded or not, and may have a query or a fragment;
 * what is found is the path as the package has it, with that query. Letter case is overlooked, as file systems do that
 * packages are made on.
 */
export function fileFinder(paths: readonly string[], manifest: string): FindFile {
  const byKey = new Map(paths.map((path) => [pathKey(path), path]));
  return (href, base = []) => {
    const trimmed = href.trim().replaceAll('\\', '/');
    const [, path = '', suffix = ''] = /^([^?#]*)(.*)$/s.exec(trimmed) ?? [];
    const resolved = [...base, path].reduce((from, to) => resolveFrom(from, to, manifest), '');
    const found = byKey.get(pathKey(decoded(resolved))) ?? byKey.get(pathKey(resolved));
    // A name with a question mark of its own could not be told from its query any more.
    if (found !== undefined && !/[?#]/.test(found)) return found + suffix;
    throw refusePackage(
      'href-not-found',
      `${shown(manifest)} names ${shown(href)}, and the package has no such file.`,
      { file: manifest },
    );
  };
}

/** As RFC 3986 resolves a relative reference, except that nothing leads above the package. */
function resolveFrom(from: string, to: string, manifest: string): string {
  const leaves = () =>
    refusePackage(
      'href-leaves-package',
      `${shown(manifest)} names ${shown(to)}, which is not in the package. Put it in and name it by its path there.`,
      { file: manifest },
    );
  const reference = to.trim().replaceAll('\\', '/');
  if (SCHEME.test(reference) || reference.startsWith('/')) throw leaves();
  const folder = from.slice(0, from.lastIndexOf('/') + 1);
  const parts: string[] = [];
  for (const part of (folder + reference).split('/')) {
    const plain = decoded(part);
    if (plain === '.') continue;
    if (plain !== '..') parts.push(part);
    else if (parts.pop() === undefined) throw leaves();
  }
  return parts.join('/');
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // a percent sign of the file's own name
  }
}
