import { hashPassword, verifyPassword } from './password';

test('a password is known again, and only it', async () => {
  const stored = await hashPassword('correct horse');
  expect(await verifyPassword('correct horse', stored)).toBe(true);
  expect(await verifyPassword('correct horse ', stored)).toBe(false);
  expect(await verifyPassword('', stored)).toBe(false);
});

test('the same password is stored differently each time, with its parameters', async () => {
  const [first, second] = [await hashPassword('same'), await hashPassword('same')];
  expect(first).not.toBe(second);
  expect(first).toMatch(/^\$scrypt\$ln=14,r=8,p=5\$/);
  expect(first.length).toBeLessThan(255);
});

test('a hash made with other parameters is still known', async () => {
  // RFC 7914 section 12: scrypt("password", "NaCl", N=1024, r=8, p=16, dkLen=64)
  const key = Buffer.from(
    'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162' +
      '2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640',
    'hex',
  );
  const text = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
  const stored = `$scrypt$ln=10,r=8,p=16$${text(Buffer.from('NaCl'))}$${text(key)}`;
  expect(await verifyPassword('password', stored)).toBe(true);
  expect(await verifyPassword('Password', stored)).toBe(false);
});

test('the same password typed on a keyboard that composes accents otherwise is the same', async () => {
  expect(await verifyPassword('cafe\u0301', await hashPassword('caf\u00e9'))).toBe(true);
});

test('nobody has a password, and a hash that cannot be read is an error', async () => {
  expect(await verifyPassword('', undefined)).toBe(false);
  expect(await verifyPassword('anything', undefined)).toBe(false);
  await expect(verifyPassword('anything', 'plain text')).rejects.toThrow('cannot be read');
});
