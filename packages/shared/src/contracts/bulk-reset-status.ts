/**
 * Every status of a bulk reset and every legal move, each with its reason. SQL guards, the workers and the screen
 * all read this table. Stopping is asked for (`pausing`) and then answered (`paused`).
 */
const MOVES = {
  uploaded: {
    inspecting: 'it arrived in pieces and nobody has looked inside',
    validating: 'it was inspected on the way in',
    cancelled: 'asked; nothing has begun',
  },
  inspecting: {
    validating: 'it can be read',
    refused: 'it cannot be read',
    cancelled: 'asked',
    failed: 'a fault of ours',
  },
  // Validation changes no learner, so it stops at once and has nothing to pause.
  validating: {
    settling: 'its last chunk is done',
    cancelled: 'asked',
    failed: 'a chunk ran out of attempts',
  },
  settling: {
    ready: 'no row has an error',
    'needs-fixes': 'a row has an error',
    cancelled: 'asked',
    failed: 'a fault of ours',
  },
  'needs-fixes': { validating: 'a corrected version of the file came', cancelled: 'asked' },
  ready: {
    'awaiting-approval': 'confirmed, above a threshold',
    scheduled: 'confirmed for later',
    resetting: 'confirmed',
    validating: 'a new version, or asked again',
    cancelled: 'asked',
  },
  'awaiting-approval': {
    scheduled: 'approved for later',
    resetting: 'approved',
    ready: 'refused or withdrawn',
    cancelled: 'asked',
  },
  scheduled: { resetting: 'its time has come', ready: 'withdrawn', cancelled: 'asked' },
  resetting: {
    completed: 'its last chunk is done',
    pausing: 'asked',
    cancelling: 'asked',
    failed: 'a chunk ran out of attempts',
  },
  pausing: {
    paused: 'no chunk is running',
    resetting: 'a person resumed it before it stood still',
    completed: 'the last chunk was faster',
    cancelling: 'asked',
    failed: 'a chunk ran out of attempts',
  },
  paused: { resetting: 'a person resumed it', cancelled: 'asked; no chunk is running' },
  cancelling: {
    cancelled: 'no chunk is running',
    completed: 'the last chunk was faster',
    failed: 'a chunk ran out of attempts',
  },
  // The reset can be taken up again only where it was confirmed once (the move checks that too); else the validation.
  cancelled: {
    resetting: 'a person retries the rest',
    validating: 'a person retries what was never confirmed',
    settling: 'as above; its file is validated',
  },
  failed: {
    resetting: 'a person retries the rest',
    validating: 'a person retries what was never confirmed',
    settling: 'as above; its file is validated',
  },
  refused: {},
  completed: {}, // an undo is a resource of its own
} as const;

export type BulkResetStatus = keyof typeof MOVES;
type StatusBefore<To> = {
  [From in BulkResetStatus]: To extends keyof (typeof MOVES)[From] ? From : never;
}[BulkResetStatus];
/** A move names both ends; an illegal one does not compile. */
export type Move<To extends BulkResetStatus = BulkResetStatus> = {
  from: readonly StatusBefore<To>[];
  to: To;
};
export const BULK_RESET_STATUSES = Object.keys(MOVES) as BulkResetStatus[];
export const canBecome = (from: BulkResetStatus, to: BulkResetStatus): boolean =>
  Object.hasOwn(MOVES[from], to);
/** The statuses in which the system has something to do by itself. */
export const ACTIVE_STATUSES: readonly BulkResetStatus[] = [
  'validating',
  'settling',
  'resetting',
  'pausing',
  'cancelling',
];
/** The statuses after which no worker touches the bulk reset unless a person asks. */
export const FINAL_STATUSES: readonly BulkResetStatus[] = ['refused', 'completed', 'cancelled', 'failed'];
