import path from 'node:path';

/**
 * The full path of `key` under `root`.
 * @throws Error when the key leads to the root itself or out of it
 */
export function insideRoot(root: string, key: string): string {
  const full = path.resolve(root, key);
  // `relative` and not `startsWith`: "/data/in-evil" also starts with "/data/in".
  const inside = path.relative(root, full);
  if (inside === '' || inside.split(path.sep)[0] === '..' || path.isAbsolute(inside)) {
    throw new Error('key leaves the store');
  }
  return full;
}
