import type { DescribedRoute } from '../openapi/described-route';

/** What a request that no route answers counts as, whatever its address: the number of routes stays what it is. */
export const OTHER = 'other';

/**
 * Finds the route of a request, such as `/v1/bulk-resets/:id`, so that metrics hold no identifier.
 * @returns a function of the request's method and path; `other` where no route is described
 */
export function routesIn(
  described: readonly Pick<DescribedRoute, 'method' | 'path'>[],
): (method: string, path: string) => string {
  const byLength = new Map<string, string[][]>();
  // An address in letters goes before one with a parameter in the same place.
  for (const { method, path } of described.toSorted((a, b) => parameters(a.path) - parameters(b.path))) {
    const words = path.split('/');
    const key = keyOf(method, words);
    byLength.set(key, [...(byLength.get(key) ?? []), words]);
  }
  return (method, path) => {
    const words = path.replace(/\/$/, '').split('/');
    const found = byLength.get(keyOf(method, words))?.find((route) => fits(route, words));
    return found?.join('/') ?? OTHER;
  };
}

const parameters = (path: string) => path.split('/:').length;
const keyOf = (method: string, words: readonly string[]) => `${method.toLowerCase()} ${words.length}`;
const fits = (route: readonly string[], words: readonly string[]) =>
  route.every((word, at) => word.startsWith(':') || word === words[at]);
