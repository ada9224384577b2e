import { lookAtNames } from './look-at-names';

const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));

test('it shows the first five lines with accents, as Windows-1252 reads them', () => {
  const names = ['José', 'Zoë', 'Müller', 'Åsa', 'Renée', 'Chloë'];
  const file = latin1(['Learner,Content', 'ann,1', ...names.map((name) => `${name},1`)].join('\r\n'));

  expect(lookAtNames(file)).toEqual({
    lines: ['José,1', 'Zoë,1', 'Müller,1', 'Åsa,1', 'Renée,1'],
    withAccents: true,
  });
});

test('where there is no accent to judge by, it shows the first lines and says so', () => {
  expect(lookAtNames(latin1('Learner,Content\n\nann,1\n'))).toEqual({
    lines: ['Learner,Content', 'ann,1'],
    withAccents: false,
  });
});

test('a long line is cut', () => {
  expect(lookAtNames(latin1(`é${'x'.repeat(500)}`)).lines[0]).toBe(`é${'x'.repeat(99)}…`);
});
