import { readApiConfig } from './api-config';

const NEEDED = {
  DATABASE_URL: 'mysql://root@localhost/reset',
  REDIS_URL: 'redis://localhost',
  STORAGE_URL: 'file:///var/lib/reset',
  SESSION_SECRET: 'x'.repeat(32),
};

test('what is left out has a default, except for services and secrets', () => {
  expect(readApiConfig(NEEDED)).toMatchObject({
    PORT: 3000,
    HOST: '127.0.0.1',
    TRUST_PROXY_HOPS: 0,
    MAX_UPLOAD_BYTES: 2 * 1024 ** 3,
    ROWS_PER_CHUNK: 10_000,
    BYTES_PER_CHUNK: 1024 ** 2,
    WEB_DIRECTORY: expect.stringMatching(/apps\/web\/dist$/),
    PLAYER_DIRECTORY: expect.stringMatching(/apps\/web\/dist-player$/),
  });
});

test('every fault is named at once, and no value is told', () => {
  const faulty = () =>
    readApiConfig({ ...NEEDED, SESSION_SECRET: 'too short', PORT: '70000', REDIS_URL: 'x' });
  expect(faulty).toThrow(/REDIS_URL.*PORT.*SESSION_SECRET/);
  expect(faulty).not.toThrow(/too short|70000/);
});

test('the content’s address is an origin and nothing more', () => {
  expect(readApiConfig({ ...NEEDED, CONTENT_URL: 'https://content.example.net' })).toMatchObject({
    CONTENT_URL: 'https://content.example.net',
  });
  for (const CONTENT_URL of [
    'content.example.net',
    'ftp://content.example.net',
    'https://example.net/content',
  ])
    expect(() => readApiConfig({ ...NEEDED, CONTENT_URL })).toThrow(/CONTENT_URL/);
});
