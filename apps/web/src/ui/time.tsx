import { formatDate, formatDateAndTime } from './format';

type TimeProps = { at: string; only?: 'date' };

/** A moment in the reader's time zone; the exact one stands in the markup. */
export function Time({ at, only }: TimeProps) {
  return <time dateTime={at}>{only === 'date' ? formatDate(at) : formatDateAndTime(at)}</time>;
}
