import { createHash, randomBytes } from 'node:crypto';

const SECRET_BYTES = 32;

/** A new token, which stands in the address of a launch's content. What is stored is `tokenHash`. */
export function newLaunchToken(): { token: string; tokenHash: Buffer } {
  const token = randomBytes(SECRET_BYTES).toString('base64url');
  return { token, tokenHash: hashLaunchToken(token) };
}

export const hashLaunchToken = (token: string): Buffer => createHash('sha256').update(token).digest();
