/**
 * Bytes in one record, line end included. Without it, one missing closing quote would make a single record of the
 * rest of the file.
 */
export const MAX_RECORD_BYTES = 64 * 1024;

/**
 * What a validation report may add to a record: padding, at most a delimiter for each column of a header, and one
 * `Error` cell of MAX_ERROR_CELL_LENGTH. A file with an `Error` column may have records longer by this much, so that
 * a report can always be uploaded again.
 */
export const MAX_REPORT_EXTRA_BYTES = 128 * 1024;

/** UTF-16 code units in one `Error` cell: at most 48 KiB in any encoding, also when every one is a doubled quote. */
export const MAX_ERROR_CELL_LENGTH = 8 * 1024;

/**
 * The upload is looked at in blocks of this size, however it arrives: it fits in a core's second-level cache and
 * holds the longest record.
 */
export const SCAN_BLOCK_BYTES = 256 * 1024;
