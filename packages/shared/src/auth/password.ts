import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** The OWASP Password Storage Cheat Sheet's setting that needs least memory: 16 MiB for each one being checked. */
const COST = { ln: 14, r: 8, p: 5 };
const SALT_BYTES = 16;
const KEY_BYTES = 32;
const STORED = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** @returns the key, its salt and the parameters, as one line of text in the PHC string format */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  return format(salt, await derive(password, salt, COST));
}

/**
 * Takes as long as for a true password whichever part is wrong.
 * @param stored what `hashPassword` gave; `undefined` where there is no such user, which takes as long too
 * @throws Error when `stored` is no such text
 */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const [, ln, r, p, salt, key] = STORED.exec(stored ?? NOBODY) ?? [];
  if (!ln || !r || !p || !salt || !key) throw new Error('a stored password hash cannot be read');
  const expected = Buffer.from(key, 'base64');
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) };
  const actual = await derive(password, Buffer.from(salt, 'base64'), cost, expected.length);
  return timingSafeEqual(actual, expected) && stored !== undefined;
}

function derive(
  password: string,
  salt: Buffer,
  { ln, r, p }: typeof COST,
  bytes = KEY_BYTES,
): Promise<Buffer> {
  const N = 2 ** ln;
  // Node.js refuses above `maxmem`; scrypt needs 128 * N * r bytes and a little more.
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r };
  return new Promise((resolve, reject) => {
    // Keyboards differ in how they compose accents.
    scrypt(password.normalize('NFKC'), salt, bytes, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

function format(salt: Buffer, key: Buffer): string {
  const [saltText, keyText] = [salt, key].map((bytes) => bytes.toString('base64').replace(/=+$/, ''));
  return `$scrypt$ln=${COST.ln},r=${COST.r},p=${COST.p}$${saltText}$${keyText}`;
}

/** What is checked where there is no such user, so that the answer takes as long. */
const NOBODY = format(randomBytes(SALT_BYTES), randomBytes(KEY_BYTES));
