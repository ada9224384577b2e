import { parseString } from 'fast-csv';
import { refusePackage, shown } from '../refuse-package';

/** The cells of one row by their heading, which is in lower case. */
export type TableRow = ReadonlyMap<string, string>;
export type Table = { headings: readonly string[]; rows: readonly TableRow[]; cells: readonly string[][] };

/**
 * Reads the table form of AICC: comma-separated, headings in any letter case and order, cells quoted or not, with
 * spaces around them or not, any line ends.
 * @throws AppError `package-refused` with `manifest-invalid`
 */
export async function readTable(text: string, file: string): Promise<Table> {
  const [head, ...cells] = await parse(text.replace(/\r\n?/g, '\n'), file);
  if (!head) throw refusePackage('manifest-invalid', `${shown(file)} is empty: it needs headings.`, { file });
  const headings = head.map((heading) => heading.toLowerCase());
  const rows = cells.map((row) => new Map(headings.map((heading, at) => [heading, row[at] ?? ''])));
  return { headings, rows, cells };
}

function parse(text: string, file: string): Promise<string[][]> {
  return new Promise((resolve, reject) => {
    const rows: string[][] = [];
    parseString<string[], string[]>(text, { headers: false, trim: true, ignoreEmpty: true })
      .on('error', (cause) =>
        reject(
          refusePackage(
            'manifest-invalid',
            `${shown(file)} cannot be read: a quotation mark is not where it may be.`,
            { file, cause },
          ),
        ),
      )
      .on('data', (row: string[]) => rows.push(row))
      .on('end', () => resolve(rows));
  });
}
