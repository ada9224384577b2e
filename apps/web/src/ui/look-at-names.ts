const LINES = 5;
const LINE_LENGTH = 100;

export type NamesLook = { lines: string[]; withAccents: boolean };

/**
 * How the first lines with accents read in Windows-1252; where there are none, the first lines.
 * @param bytes the beginning of the file, cut anywhere
 */
export function lookAtNames(bytes: Uint8Array): NamesLook {
  const all = new TextDecoder('windows-1252').decode(bytes).split(/\r\n|\n|\r/);
  const lines = all.filter((line) => line.trim() !== '');
  const accented = lines.filter((line) => BEYOND_ASCII.test(line));
  const shown = accented.length > 0 ? accented : lines;
  return { lines: shown.slice(0, LINES).map(shorten), withAccents: accented.length > 0 };
}

const BEYOND_ASCII = /[\u0080-\uffff]/;
const shorten = (line: string): string =>
  line.length > LINE_LENGTH ? `${line.slice(0, LINE_LENGTH)}…` : line;
