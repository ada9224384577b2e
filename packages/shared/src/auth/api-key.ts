import { createHash, randomBytes } from 'node:crypto';

/** What every key begins with, so that people and secret scanners know one when they see it. */
export const API_KEY_PREFIX = 'rk_';
const SECRET_BYTES = 32;

/** A new key. It is shown once; what is stored is `secretHash`. */
export function newApiKey(): { key: string; secretHash: Buffer } {
  const key = `${API_KEY_PREFIX}${randomBytes(SECRET_BYTES).toString('base64url')}`;
  return { key, secretHash: hashApiKey(key) };
}

/** SHA-256: a key has 256 random bits, so that nothing slower is needed, and it is looked up by its hash. */
export const hashApiKey = (key: string): Buffer => createHash('sha256').update(key).digest();
