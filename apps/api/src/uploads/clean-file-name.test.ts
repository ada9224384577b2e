import { cleanFileName } from './clean-file-name';

test.each([
  ['Reset März.csv', 'Reset März.csv'],
  ['Reset März.csv', 'Reset März.csv'],
  ['C:\\fakepath\\resets.csv', 'resets.csv'],
  ['../../etc/passwd', 'passwd'],
  ['a\r\nb\u0000\u202Ec.csv', 'abc.csv'],
  [' 学习.csv ', '学习.csv'],
  ['folder/', 'upload.csv'],
  ['..', 'upload.csv'],
  ['', 'upload.csv'],
  ['x'.repeat(300), 'x'.repeat(255)],
  [`${'x'.repeat(254)}😀.csv`, 'x'.repeat(254)],
])('%j is kept as %j', (name, kept) => {
  expect(cleanFileName(name)).toBe(kept);
});
