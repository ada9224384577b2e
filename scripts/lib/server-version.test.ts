import { compareVersions, describeVersion, isNewEnough, parseServerVersion } from './server-version.mjs';

test.each([
  ['mariadbd  Ver 10.11.19-MariaDB-0+deb12u1 for debian-linux-gnu on x86_64 (Debian 12)', 'MariaDB 10.11.19'],
  ['/usr/sbin/mysqld  Ver 8.4.3 for Linux on x86_64 (MySQL Community Server - GPL)', 'MySQL 8.4.3'],
  ['Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=6bd91d57', 'Redis 7.0.15'],
  ['Valkey server v=8.0.1 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64', 'Valkey 8.0.1'],
])('%s', (printed, description) => {
  const version = parseServerVersion(printed);
  expect(version && describeVersion(version)).toBe(description);
});

test('another program is no server', () => {
  expect(parseServerVersion('git version 2.39.5')).toBeUndefined();
});

test.each([
  ['10.5.29', '10.6', false],
  ['10.6', '10.6', true],
  ['10.6.0', '10.6', true],
  ['11.4.2', '10.6', true],
  ['8.0.15', '8.0.16', false],
  ['8.0.16', '8.0.16', true],
])('%s is at least %s: %s', (version, oldest, answer) => {
  expect(compareVersions(version, oldest) >= 0).toBe(answer);
});

test('MySQL before 8.0.16 is refused, which MariaDB of the same number is not asked about', () => {
  expect(isNewEnough({ product: 'mysql', version: '8.0.15' })).toBe(false);
  expect(isNewEnough({ product: 'mariadb', version: '10.6.1' })).toBe(true);
  expect(isNewEnough({ product: 'redis', version: '6.0.16' })).toBe(false);
});
