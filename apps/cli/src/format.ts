const NUMBERS = new Intl.NumberFormat('en');

export const count = (value: number): string => NUMBERS.format(value);
/** @param milliseconds shown in seconds */
export const duration = (milliseconds: number): string => `${(milliseconds / 1_000).toFixed(1)} s`;
export const perSecond = (rows: number, milliseconds: number): string =>
  `${count(Math.round(rows / (Math.max(milliseconds, 1) / 1_000)))} rows/s`;
