import type { ErrorColumn, FileFormat } from './file-format';
import { ENCODING_NAME } from './text-encoding';

const DELIMITER_NAME = { ',': 'comma', ';': 'semicolon', '\t': 'tab' } as const;
const LINE_END_NAME = { '\r\n': 'CRLF', '\n': 'LF', '\r': 'CR' } as const;
const counted = (count: number, noun: string) =>
  `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;

/**
 * How a file was read, in a line for its owner: "semicolon, UTF-16, 48,212 rows, 31 blank rows skipped". What is
 * plain (line feeds, no mark, a final line end) goes without saying.
 */
export function describeFormat(
  format: FileFormat<ErrorColumn>,
  counts: { rows: number; blankRows: number; finalLineEnd: boolean },
): string {
  const { encoding, markBytes, lineEnds } = format;
  const mark = encoding === 'utf-8' && markBytes > 0 ? ' with byte-order mark' : '';
  const ends = lineEnds.map((end) => LINE_END_NAME[end]).join(' and ');
  return [
    DELIMITER_NAME[format.delimiter],
    `${ENCODING_NAME[encoding]}${mark}`,
    ...(ends === 'LF' ? [] : [`${ends} line ends`]),
    ...(format.sepLine ? ['sep= line'] : []),
    ...(format.columns.error === undefined ? [] : ['Error column of an earlier report']),
    counted(counts.rows, 'row'),
    ...(counts.blankRows > 0 ? [`${counted(counts.blankRows, 'blank row')} skipped`] : []),
    ...(counts.finalLineEnd ? [] : ['no final line end']),
  ].join(', ');
}
