/** What a spreadsheet takes for the beginning of a formula, and the full-width forms that some take for it too. */
const FORMULA_START = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
const NEEDS_GUARD = /^'?[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]|^''/;
const GUARDED = /^'['=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** Whether a spreadsheet may take a cell with this text for a formula. */
export const startsFormula = (text: string): boolean => FORMULA_START.test(text);

/**
 * A cell for a download made for people: one `'` is put before what a spreadsheet may take for a formula, and before
 * what already looks guarded, so that the guard can be undone. Everything else stays as it is.
 * @see OWASP, CSV Injection
 */
export const withFormulaGuard = (value: string): string => (NEEDS_GUARD.test(value) ? `'${value}` : value);

/**
 * The reading of a cell without the `'` that a download put before it; undefined where it has none. Which of the two
 * readings is meant, only a look-up tells: the cell as it stands comes first.
 */
export const withoutFormulaGuard = (value: string): string | undefined =>
  GUARDED.test(value) ? value.slice(1) : undefined;
