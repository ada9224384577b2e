import { format } from 'fast-csv';
import { CONTENT, LEARNER, RESET_REQUIRED } from '../contracts/csv-columns';
import { DIRECTORY_HEADINGS, type DirectoryKind } from '../contracts/directory-columns';
import { DOWNLOAD_FORMAT } from './write-csv';

/**
 * The template that people download: the header alone, because a row of examples would be an error when it is left
 * in. UTF-8 with a byte-order mark, CRLF.
 */
export const templateCsv = (): Buffer => headerAlone([LEARNER, CONTENT, RESET_REQUIRED]);

/** As `templateCsv`, for what a directory import loads. */
export const directoryTemplateCsv = (kind: DirectoryKind): Buffer =>
  headerAlone([...DIRECTORY_HEADINGS[kind]]);

function headerAlone(header: string[]): Buffer {
  const formatter = format<string[], string[]>(DOWNLOAD_FORMAT);
  formatter.end(header);
  return formatter.read() as Buffer;
}
