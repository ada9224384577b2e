import { format } from 'fast-csv';
import { CONTENT, LEARNER, RESET_REQUIRED } from '../contracts/csv-columns';
import { DOWNLOAD_FORMAT } from './write-csv';

/**
 * The template that people download: the header alone, because a row of examples would be an error when it is left
 * in. UTF-8 with a byte-order mark, CRLF.
 */
export function templateCsv(): Buffer {
  const formatter = format<string[], string[]>(DOWNLOAD_FORMAT);
  formatter.end([LEARNER, CONTENT, RESET_REQUIRED]);
  return formatter.read() as Buffer;
}
