/** Keys and section names in lower case. The first of two equal keys counts. */
export type Ini = ReadonlyMap<string, ReadonlyMap<string, string>>;

const SECTION = /^\[\s*(.*?)\s*\]$/;

/**
 * Reads the INI form of AICC: `[Group]`, then `Key = value`; lines that are neither are the group's free text, which
 * nothing here needs. Any letter case, any line ends, `;` begins a comment line.
 * @see AICC CMI001, appendix A
 */
export function readIni(text: string): Ini {
  const sections = new Map<string, Map<string, string>>();
  let current = new Map<string, string>();
  for (const line of text.split(/\r\n|\r|\n/).map((one) => one.trim())) {
    if (line === '' || line.startsWith(';')) continue;
    const name = SECTION.exec(line)?.[1]?.toLowerCase();
    if (name !== undefined) {
      current = sections.get(name) ?? new Map();
      sections.set(name, current);
      continue;
    }
    const equals = line.indexOf('=');
    const key = line.slice(0, Math.max(0, equals)).trim().toLowerCase();
    if (key !== '' && !current.has(key)) current.set(key, unquoted(line.slice(equals + 1).trim()));
  }
  return sections;
}

const unquoted = (value: string) => (/^".*"$/.test(value) ? value.slice(1, -1) : value);
