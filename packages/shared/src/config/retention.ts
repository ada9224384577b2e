import { wholeNumber } from './environment';

/** For how long things are kept after a bulk reset has ended. The same for every process: one removes, another tells. */
export const RETENTION = {
  /** Uploads and reports; also bulk resets that nobody has gone on with are ended after so long. */
  FILE_RETENTION_DAYS: wholeNumber(1, 36_500).default(90),
  /** What is kept about single rows: problems, what each row led to, what the chunks found. */
  DETAIL_RETENTION_DAYS: wholeNumber(1, 36_500).default(180),
  /** How long a bulk reset can be undone; no longer than its details are kept. */
  UNDO_DAYS: wholeNumber(1, 36_500).default(30),
};

/** In days, whole ones. */
export type Retention = { files: number; details: number; undo: number };

export const retentionOf = (config: {
  FILE_RETENTION_DAYS: number;
  DETAIL_RETENTION_DAYS: number;
  UNDO_DAYS: number;
}): Retention => ({
  files: config.FILE_RETENTION_DAYS,
  details: config.DETAIL_RETENTION_DAYS,
  undo: config.UNDO_DAYS,
});
