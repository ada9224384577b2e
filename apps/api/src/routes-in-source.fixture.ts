import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Routes of the other host, where content runs, have launch tokens and no callers: they are no part of the API. The
 *  description does not describe itself. */
const NOT_THE_API = /^(content-host|openapi)\b/;
const BASES: Readonly<Record<string, string>> = { health: '/health', metrics: '/metrics' };

/** @returns every route of the API as the routers' source text has them, sorted: `GET /v1/bulk-resets/:id`. A router's
 *  file is named after the place where it hangs. */
export function routesInSource(): string[] {
  return readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.router.ts') && !NOT_THE_API.test(name))
    .flatMap((name) => {
      const place = path.basename(name, '.router.ts');
      const base = BASES[place] ?? `/v1/${place}`;
      const source = readFileSync(path.join(__dirname, name), 'utf8');
      return [...source.matchAll(/router\.(get|post|put|patch|delete)\(\s*'([^']*)'/g)].map(
        ([, method = '', route = '']) => `${method.toUpperCase()} ${base}${route === '/' ? '' : route}`,
      );
    })
    .sort();
}
