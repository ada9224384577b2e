import fc from 'fast-check';
import { startsFormula, withFormulaGuard, withoutFormulaGuard } from './formula-guard';

test.each([...'=+-@\t\r\n＝＋－＠'])('a cell that begins with %j gets one apostrophe', (character) => {
  expect(withFormulaGuard(`${character}x`)).toBe(`'${character}x`);
  expect(withoutFormulaGuard(`'${character}x`)).toBe(`${character}x`);
  expect(startsFormula(`${character}x`)).toBe(true);
});

test.each([
  ["'=x", "''=x"],
  ["''x", "'''x"],
  ["'x", "'x"],
  ["'", "'"],
  ['ann', 'ann'],
  ['', ''],
  ['a=b', 'a=b'],
])('%j is written as %j', (value, written) => {
  expect(withFormulaGuard(value)).toBe(written);
});

test.each(["'x", "'", '', 'ann', '=x', "o'hara"])('%j has no guard to remove', (value) => {
  expect(withoutFormulaGuard(value)).toBeUndefined();
});

test('a guard can be undone, and tells any two cells apart', () => {
  const value = fc.string({ unit: fc.constantFrom(...`'=+-@ax＝\t`), maxLength: 5 });
  fc.assert(
    fc.property(value, (value) => {
      const written = withFormulaGuard(value);
      expect(written === value ? value : withoutFormulaGuard(written)).toBe(value);
      expect(startsFormula(written)).toBe(false);
    }),
  );
  fc.assert(
    fc.property(value, value, (one, other) => {
      expect(withFormulaGuard(one) === withFormulaGuard(other)).toBe(one === other);
    }),
  );
});
