/** What stands on the lines of each field; a field without any is left out, and means everything. */
export function linesOf<Name extends string>(
  fields: Readonly<Record<Name, string>>,
): Partial<Record<Name, string[]>> {
  const chosen: Partial<Record<Name, string[]>> = {};
  for (const [name, text] of Object.entries<string>(fields)) {
    const lines = text
      .split(/\r\n|\r|\n/)
      .map((line) => line.trim())
      .filter((line) => line !== '');
    if (lines.length > 0) chosen[name as Name] = lines;
  }
  return chosen;
}
