/** The groups of CMI001 that are told apart; `[` at the beginning of any other line belongs to the text. */
const GROUPS = new Set([
  'core',
  'core_lesson',
  'core_vendor',
  'comments',
  'evaluation',
  'objectives_status',
  'student_data',
  'student_demographics',
  'student_preferences',
]);
const HEADING = /^\s*\[\s*([a-z_]+)\s*\]\s*$/i;

/**
 * Splits `aicc_data` into its groups.
 * @returns the lines under each heading by its name in lower case; without a group that is not there
 */
export function readGroups(data: string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  let lines: string[] = [];
  for (const line of data.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)) {
    const name = HEADING.exec(line)?.[1]?.toLowerCase();
    if (name && GROUPS.has(name)) {
      lines = groups.get(name) ?? [];
      groups.set(name, lines);
    } else {
      lines.push(line);
    }
  }
  return groups;
}

/** Text as it stands; the line end before the next heading is no part of it. */
export const textOf = (lines: readonly string[]): string => lines.join('\r\n').replace(/(\r\n)+$/, '');

/** `name = value` lines, names in lower case; the last of a name counts, a line beginning with `;` is a comment. */
export function valuesOf(lines: readonly string[]): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of lines) {
    const at = line.indexOf('=');
    if (at < 1 || line.trimStart().startsWith(';')) continue;
    values.set(line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim());
  }
  return values;
}
