import { routesIn } from './route-of';

const routeOf = routesIn([
  { method: 'get', path: '/v1/bulk-resets/:id' },
  { method: 'get', path: '/v1/bulk-resets/newest' },
  { method: 'post', path: '/v1/bulk-resets' },
]);

test.each([
  ['POST', '/v1/bulk-resets', '/v1/bulk-resets'],
  ['POST', '/v1/bulk-resets/', '/v1/bulk-resets'],
  ['GET', '/v1/bulk-resets', 'other'],
  ['GET', '/v1/bulk-resets/7', '/v1/bulk-resets/:id'],
  ['GET', '/v1/bulk-resets/newest', '/v1/bulk-resets/newest'],
  ['GET', '/v1/bulk-resets/7/rows', 'other'],
  ['BREW', '/', 'other'],
])('%s %s', (method, path, route) => {
  expect(routeOf(method, path)).toBe(route);
});
