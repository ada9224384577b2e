import { judgeDatabase, judgeRedis } from './server-version';

test.each([
  ['8.4.3', 'MySQL 8.4.3', true],
  ['8.0.16-0ubuntu1', 'MySQL 8.0.16', true],
  ['8.0.15', 'MySQL 8.0.15', false],
  ['5.7.44-log', 'MySQL 5.7.44', false],
  ['9.1.0', 'MySQL 9.1.0', true],
  ['10.11.6-MariaDB-0+deb12u1', 'MariaDB 10.11.6', true],
  ['10.6.0-MariaDB', 'MariaDB 10.6.0', true],
  ['10.5.99-MariaDB', 'MariaDB 10.5.99', false],
  ['5.5.5-10.6.12-MariaDB-log', 'MariaDB 10.6.12', true],
  ['11.4.2-MariaDB', 'MariaDB 11.4.2', true],
  ['who knows', 'MySQL of an unknown version', false],
])('the database %s is %s: %s', (text, name, fits) => {
  expect(judgeDatabase(text)).toMatchObject({ name, fits });
});

test.each([
  ['# Server\r\nredis_version:7.0.15\r\nredis_git_sha1:0\r\n', 'Redis 7.0.15', true],
  ['redis_version:6.2.0\n', 'Redis 6.2.0', true],
  ['redis_version:6.0.16\n', 'Redis 6.0.16', false],
  ['', 'Redis of an unknown version', false],
])('what INFO says, %j, is %s: %s', (info, name, fits) => {
  expect(judgeRedis(info)).toMatchObject({ name, fits });
});
