import { readResetRequired } from './reset-required';

test.each(['TRUE', 'true', 'True', ' tRUE\u00a0'])('%j resets', (cell) => {
  expect(readResetRequired(cell)).toEqual({ value: true });
});

test.each(['FALSE', 'false', 'False', '\tFALSE '])('%j leaves the row out', (cell) => {
  expect(readResetRequired(cell)).toEqual({ value: false });
});

test.each(['', ' ', '\u00a0\t'])('%j is missing', (cell) => {
  expect(readResetRequired(cell)).toEqual({ code: 'reset-required-empty' });
});

test.each(['1', '0', 'yes', 'no', 'Y', 'T', 'ja', 'TRUE.', 'TRUEFALSE', '-', 'x', '=TRUE'])(
  '%j is neither',
  (cell) => {
    expect(readResetRequired(cell)).toEqual({ code: 'reset-required-invalid' });
  },
);

test.each([
  ...[
    'WAHR',
    'wahr',
    'VRAI',
    'VERDADERO',
    'VERO',
    'VERDADEIRO',
    'WAAR',
    'PRAWDA',
    'PRAVDA',
    'ИСТИНА',
    'истина',
  ],
  ...[
    'SANN',
    'SANT',
    'TOSI',
    'IGAZ',
    'DOĞRU',
    'doğru',
    'DOGRU',
    'ADEVĂRAT',
    'Adevarat',
    '真',
    '참',
    'ＴＲＵＥ',
  ],
])('%j is TRUE in another language', (cell) => {
  expect(readResetRequired(` ${cell} `)).toEqual({ code: 'reset-required-localized', meaning: 'TRUE' });
});

test.each([
  ...['FALSCH', 'FAUX', 'FALSO', 'ONWAAR', 'FAŁSZ', 'fałsz', 'FALSZ', 'NEPRAVDA', 'ЛОЖЬ', 'FALSK', 'FALSKT'],
  ...['USANN', 'EPÄTOSI', 'epätosi', 'HAMIS', 'YANLIŞ', 'yanlış', 'FALS', '假', '偽', '거짓'],
])('%j is FALSE in another language', (cell) => {
  expect(readResetRequired(cell)).toEqual({ code: 'reset-required-localized', meaning: 'FALSE' });
});

test('an accent may be written as a character of its own', () => {
  expect(readResetRequired('EPÄTOSI'.normalize('NFD'))).toEqual({
    code: 'reset-required-localized',
    meaning: 'FALSE',
  });
});
