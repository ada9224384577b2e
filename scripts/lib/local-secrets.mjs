import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {{ serverPassword: string, sessionSecret: string }} LocalSecrets both hexadecimal */

/**
 * The secrets of the private servers and of the page's sessions, made once for a directory.
 * @param {string} directory
 * @returns {LocalSecrets}
 */
export function localSecrets(directory) {
  const file = join(directory, 'secrets.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    const secrets = { serverPassword: randomHex(), sessionSecret: randomHex() };
    writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
    return secrets;
  }
}

const randomHex = () => randomBytes(32).toString('hex');
