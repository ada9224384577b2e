/** What an uploaded package may hold at most. Sizes in bytes. */
export type ContentLimits = {
  /** Of the archive as it is uploaded. */
  archiveBytes: number;
  /** Entries of the archive, directories among them. */
  entries: number;
  /** Of all files together, expanded. */
  expandedBytes: number;
  /** Of one file, expanded. */
  fileBytes: number;
  /** How many times larger than the archive its files may be together. */
  ratio: number;
};

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;

export const DEFAULT_CONTENT_LIMITS: ContentLimits = {
  archiveBytes: 2 * GiB,
  entries: 20_000,
  expandedBytes: 4 * GiB,
  fileBytes: 2 * GiB,
  ratio: 100,
};

/** Small archives of text are packed well: up to here a ratio tells nothing. */
export const RATIO_COUNTS_FROM_BYTES = 16 * MiB;
/** Of a manifest or another file that is read as a whole. */
export const MANIFEST_BYTES = 8 * MiB;
/** Of a path in UTF-8, and of one of its parts: what object stores and file systems hold, with room for our prefix. */
export const PATH_BYTES = 512;
export const PATH_PART_BYTES = 255;
export const UNITS = 2_000;
/** How deep items, blocks and XML elements may lie in each other. */
export const NESTING = 64;
