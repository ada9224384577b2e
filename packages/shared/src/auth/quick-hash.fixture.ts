import { randomBytes, scryptSync } from 'node:crypto';

/** What `hashPassword` would give if it cost next to nothing: for tests that sign in often. */
export function quickHash(password: string): string {
  const salt = randomBytes(16);
  const text = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
  return `$scrypt$ln=2,r=1,p=1$${text(salt)}$${text(scryptSync(password, salt, 32, { N: 4, r: 1, p: 1 }))}`;
}
