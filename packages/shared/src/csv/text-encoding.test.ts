import { decodeText, encodeText, isValidText, toPlane } from './text-encoding';

const EVERY_1252 = Array.from({ length: 256 }, (_, byte) => byte).filter(
  (byte) => ![0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte),
);

test('windows-1252 has a character for every byte but five', () => {
  const bytes = Buffer.from(EVERY_1252);
  const text = decodeText(bytes, 'windows-1252');
  expect(isValidText(bytes, 'windows-1252')).toBe(true);
  expect(new Set(text).size).toBe(251);
  expect(text.slice(0x80, 0x80 + 27)).toBe('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ');
  expect(encodeText(text, 'windows-1252').equals(bytes)).toBe(true);
  for (const byte of [0x81, 0x8d, 0x8f, 0x90, 0x9d])
    expect(isValidText(Buffer.from([0x41, byte]), 'windows-1252')).toBe(false);
});

test.each(['utf-8', 'utf-16le', 'utf-16be'] as const)('%s is written and read the same', (encoding) => {
  const text = 'a"é漢😀\ufeff\u0a0a\0';
  const bytes = encodeText(text, encoding);
  expect(decodeText(bytes, encoding)).toBe(text);
  expect(isValidText(bytes, encoding)).toBe(true);
});

test.each([
  ['utf-8', [0x61, 0xc3], false],
  ['utf-8', [0xed, 0xa0, 0x80], false],
  ['utf-16le', [0x3d, 0xd8, 0x00, 0xde], true],
  ['utf-16le', [0x3d, 0xd8, 0x61, 0x00], false],
  ['utf-16le', [0x00, 0xde, 0x61, 0x00], false],
  ['utf-16le', [0x00, 0xde, 0x00, 0xde], false],
  ['utf-16le', [0x61, 0x00, 0x3d, 0xd8], false],
  ['utf-16be', [0xd8, 0x3d, 0xde, 0x00], true],
  ['utf-16be', [0xd8, 0x3d, 0xd8, 0x3d], false],
  ['utf-16be', [0x00, 0x61, 0x00], false],
] as const)('%s bytes %j are valid: %s', (encoding, bytes, valid) => {
  expect(isValidText(Buffer.from(bytes), encoding)).toBe(valid);
});

test('the plane has one byte a code unit, and nothing but ASCII looks like ASCII', () => {
  const bytes = Buffer.from('a\u0a0a,\u00a0\u2c22\n', 'utf16le');
  const plane = Buffer.from([0x61, 0xff, 0x2c, 0xff, 0xff, 0x0a]);
  expect(toPlane(bytes, 'utf-16le').equals(plane)).toBe(true);
  expect(toPlane(Buffer.from(bytes).swap16(), 'utf-16be').equals(plane)).toBe(true);
  expect(toPlane(bytes, 'utf-8')).toBe(bytes);
});
