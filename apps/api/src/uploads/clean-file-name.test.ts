import { cleanFileName } from './clean-file-name';

test.each([
  ['keeps its letters', '学习 März №5.csv', '学习 März №5.csv'],
  ['is composed', 'Ma\u0308rz.csv', 'M\u00e4rz.csv'],
  ['loses the folders of Windows', 'C:\\fakepath\\resets.csv', 'resets.csv'],
  ['loses the folders of everything else', '../../etc/passwd', 'passwd'],
  ['loses what cannot be seen', ' a\r\nb\u0000\u202Ec.csv ', 'abc.csv'],
  ['that is a folder is none', 'folder/', 'upload.csv'],
  ['that is only dots is none', '..', 'upload.csv'],
  ['that is empty is none', '', 'upload.csv'],
  ['is cut to 255 characters', 'x'.repeat(300), 'x'.repeat(255)],
  ['is not cut through a character', `${'x'.repeat(254)}😀.csv`, 'x'.repeat(254)],
])('a name %s', (_, name, kept) => {
  expect(cleanFileName(name)).toBe(kept);
});
