import type { BulkResetStatus } from '../contracts/bulk-reset-status';
import type { PackageFault } from '../contracts/package-fault';
import type { WhyNoUndo } from '../contracts/undo-rules';

/** Every refusal that a caller may meet, with what it tells. A new code needs an HTTP answer before it compiles. */
export type ErrorDetails = {
  'bad-request': { faults: { path: string; message: string }[] };
  'not-signed-in': Record<never, never>;
  'sign-in-failed': Record<never, never>;
  'too-many-attempts': { retryAfterSeconds: number };
  'not-allowed': Record<never, never>;
  /** A browser sent it with the cookie of a person who is signed in, but not from our own pages. */
  'cross-site': Record<never, never>;
  'not-found': Record<never, never>;
  /** The text of a filter matches more than a report looks at one by one. */
  'filter-too-broad': { filter: 'learner' | 'course'; most: number };
  /** The file cannot be read: one plain sentence, the row where there is one. */
  'file-refused': { reason: string; sentence: string; row?: number };
  'package-too-large': { limitBytes: number };
  /** Another course of the organization has it. */
  'asset-id-taken': { assetId: string };
  /** The course package cannot be imported: one plain sentence, and which file of the archive. */
  'package-refused': { reason: PackageFault; sentence: string; file?: string };
  'file-too-large': { limitBytes: number };
  'file-missing': Record<never, never>;
  'storage-full': Record<never, never>;
  /** The object store does not answer, or not as it should: worth waiting for. The reason is its own code. */
  'storage-unavailable': { reason: string };
  /** The body is not what its `Content-Digest` or `Repr-Digest` says (RFC 9530). */
  'digest-mismatch': { header: string };
  'upload-aborted': Record<never, never>;
  /** A stored file no longer matches the checksum that was taken when it arrived. */
  'upload-altered': { key: string };
  /** Another request with this Idempotency-Key is at work. */
  'request-in-flight': { retryAfterSeconds: number };
  /** The Idempotency-Key belongs to another request, with other options or another file. */
  'idempotency-key-reused': Record<never, never>;
  'wrong-status': { id: string; wanted: BulkResetStatus };
  /** The bulk reset cannot be undone. `until` where it could be, in ISO 8601. */
  'undo-refused': { why: WhyNoUndo; until: string | null };
  /** Learners or courses that an undo was asked for, and that the organization does not have. */
  'unknown-choice': { learners: string[]; courses: string[] };
  'summary-changed': { confirmed: number; current: number };
  /** It was kept for as long as it is said to be, and is gone. `at` is in ISO 8601. */
  expired: { what: 'files' | 'details'; at: string };
  'no-report': Record<never, never>;
  /** What has ended the attempt: a reset, or another attempt that the learner has begun. */
  'launch-superseded': { by: 'reset' | 'new-attempt' };
  'launch-not-open': Record<never, never>;
  'commit-out-of-order': { sequence: number; last: number };
  'course-not-available': Record<never, never>;
  'no-more-attempts': { most: number };
  /** The address of a launch's content is no longer good. */
  'launch-expired': Record<never, never>;
  /** No host name has been set up for content, and there is none to fall back on. */
  'content-host-missing': Record<never, never>;
};
export type ErrorCode = keyof ErrorDetails;

/** An error that callers tell apart by `code` and `details`, never by its words. */
export class AppError<Code extends ErrorCode = ErrorCode> extends Error {
  constructor(
    readonly code: Code,
    readonly details: ErrorDetails[Code],
    options?: ErrorOptions,
  ) {
    super(code, options);
  }
}
export const isAppError = (error: unknown): error is AppError => error instanceof AppError;
