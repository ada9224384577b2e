import { hashApiKey, newApiKey } from './api-key';

test('a key is long, random and kept as a hash', () => {
  const { key, secretHash } = newApiKey();
  expect(key).toMatch(/^rk_[\w-]{43}$/);
  expect(newApiKey().key).not.toBe(key);
  expect(secretHash).toEqual(hashApiKey(key));
  expect(secretHash).toHaveLength(32);
  expect(hashApiKey(`${key}x`)).not.toEqual(secretHash);
});
