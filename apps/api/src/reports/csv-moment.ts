/** "2025-03-03 08:30:00", in UTC: what spreadsheets take for a date and a time. Empty where there is none. */
export const csvMoment = (at: Date | null | undefined): string =>
  at ? at.toISOString().slice(0, 19).replace('T', ' ') : '';
