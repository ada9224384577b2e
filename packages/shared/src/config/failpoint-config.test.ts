import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readFailpointConfig } from './failpoint-config';

test('without the switches of fault tests nothing is armed, in production or elsewhere', () => {
  expect(readFailpointConfig({ NODE_ENV: 'production' })).toEqual({ NODE_ENV: 'production' });
  expect(readFailpointConfig({})).toEqual({});
});

test.each([
  ['FAILPOINTS', 'reset:fenced=kill'],
  ['BREAK', 'fence'],
])('in production %s is refused', (name, value) => {
  expect(() => readFailpointConfig({ NODE_ENV: 'production', [name]: value })).toThrow(
    `${name} (not in production)`,
  );
});

test('a failpoint says what happens at which hit, and how often', () => {
  const { FAILPOINTS } = readFailpointConfig({
    FAILPOINTS:
      'reset:fenced=kill,validate:claimed=block:250@3,upload:stored=error:ENOSPC*2,report:writing=stop*all',
  });
  expect(FAILPOINTS).toEqual([
    { name: 'reset:fenced', action: 'kill', argument: '', from: 1, times: 1 },
    { name: 'validate:claimed', action: 'block', argument: '250', from: 3, times: 1 },
    { name: 'upload:stored', action: 'error', argument: 'ENOSPC', from: 1, times: 2 },
    { name: 'report:writing', action: 'stop', argument: '', from: 1, times: Number.POSITIVE_INFINITY },
  ]);
});

test.each([
  'reset:nowhere=kill',
  'reset:fenced=explode',
  'reset:fenced=block',
  'reset:fenced=kill:9',
  'reset:fenced',
  '',
])('"%s" is no failpoint', (FAILPOINTS) => {
  expect(() => readFailpointConfig({ FAILPOINTS })).toThrow('FAILPOINTS (names no failpoint)');
});

test('the image for production is built without what the failpoints do', () => {
  const dockerfile = readFileSync(path.resolve(__dirname, '../../../../Dockerfile'), 'utf8');
  expect(dockerfile).toContain('packages/shared/dist/failpoints/armed-failpoints.*');
  expect(dockerfile).toContain('ENV NODE_ENV=production');
});
