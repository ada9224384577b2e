const NUMBER = new Intl.NumberFormat('en');
const RATE = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const DATE = new Intl.DateTimeFormat('en', { dateStyle: 'long' });
const DATE_AND_TIME = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

/** "1,234,567" */
export const formatCount = (count: number): string => NUMBER.format(count);

/** "1 row", "48,212 rows" */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** "140,000 rows a second": three digits are as exact as such a number can be. */
export const formatRate = (rowsPerSecond: number): string => {
  const rows = rowsPerSecond < 10 ? Math.round(rowsPerSecond * 10) / 10 : Math.round(rowsPerSecond);
  return `${RATE.format(rows)} ${rows === 1 ? 'row' : 'rows'} a second`;
};

/** In words, rounded up, so that nobody is told "0 seconds" while something is still going on. */
export function formatTimeLeft(seconds: number): string {
  if (seconds < 5) return 'a few seconds left';
  if (seconds < 60) return `about ${Math.ceil(seconds / 5) * 5} seconds left`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `about ${plural(minutes, 'minute')} left`;
  const rest = minutes % 60;
  const hours = plural(Math.floor(minutes / 60), 'hour');
  return rest === 0 ? `about ${hours} left` : `about ${hours} and ${plural(rest, 'minute')} left`;
}

/** "812 bytes", "1.4 MB", in powers of 1,000 as file managers show it. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return plural(bytes, 'byte');
  const units = ['kB', 'MB', 'GB', 'TB'];
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), units.length);
  const inUnit = bytes / 1_000 ** power;
  return `${inUnit < 10 ? inUnit.toFixed(1) : formatCount(Math.round(inUnit))} ${units[power - 1]}`;
}

/** Never says 100 % before everything is done. */
export const formatPercent = (percent: number): string =>
  `${percent >= 100 ? 100 : Math.min(99, Math.floor(percent))} %`;

/** "March 5, 2026", in the reader's time zone. */
export const formatDate = (iso: string): string => DATE.format(new Date(iso));

/** "Mar 5, 2026, 2:03 PM", in the reader's time zone. */
export const formatDateAndTime = (iso: string): string => DATE_AND_TIME.format(new Date(iso));
