import type { EntityManager } from 'typeorm';
import type { Retention } from '../config/retention';
import type {
  BulkResetView,
  Counts,
  FilePhase,
  Phase,
  Progress,
  RetentionView,
  UploadedFile,
} from '../contracts/bulk-reset';
import type { BulkResetStatus } from '../contracts/bulk-reset-status';
import { undoneUntil, whyNoUndo } from '../contracts/undo-rules';
import type { BulkReset, BulkResetFile } from '../entities/bulk-reset';
import { findLastEvent } from './audit.store';
import { getFile } from './bulk-reset.store';
import type { VersionKey } from './bulk-reset-key';
import { type PhaseState, readPhase } from './chunk-counts.store';
import type { FinalCounts } from './expire-bulk-reset';
import type { Summary } from './summary';

export const versionKeyOf = (bulkReset: BulkReset): VersionKey => ({
  organizationId: bulkReset.organizationId,
  bulkResetId: bulkReset.id,
  version: bulkReset.version,
});

/** The bulk reset as people and programs see it, with how far it is: read from MySQL alone. */
export async function showBulkReset(
  db: EntityManager,
  bulkReset: BulkReset,
  retention: Retention,
): Promise<BulkResetView> {
  const key = versionKeyOf(bulkReset);
  const summary = bulkReset.summary as Summary | null;
  const phases = bulkReset.finalCounts ? finalPhases(bulkReset) : phaseReader(db, key);
  // Side by side: while the database is busy each question waits for its turn.
  const [file, progress, settled, done, pause] = await Promise.all([
    getFile(db, key),
    progressOf(phases, bulkReset.status),
    summary?.rows ?? phases('validate').then(({ found }) => found),
    // Before a confirmation nothing can have been reset, and the question can be spared.
    bulkReset.confirmedAt ? phases('reset').then(({ outcome }) => outcome) : NOTHING_DONE,
    pauseOf(db, bulkReset),
  ]);
  return {
    id: bulkReset.uuid,
    status: bulkReset.status,
    createdAt: bulkReset.createdAt.toISOString(),
    createdBy: { kind: bulkReset.createdByKind, name: bulkReset.createdByName },
    file: showFile(file),
    progress,
    counts: countsOf(file, { repeated: 0, ...settled }, done),
    problems: summary?.problems ?? [],
    impact: summary?.impact ?? null,
    summaryVersion: bulkReset.version,
    confirmation: confirmationOf(bulkReset),
    pause,
    // Whoever answers people knows more of it than this bulk reset's own rows.
    waiting: null,
    hasReport: file.reportKey !== null && !bulkReset.filesExpiredAt,
    finishedAt: bulkReset.finishedAt?.toISOString() ?? null,
    retention: retentionOf(bulkReset, retention),
    undoUntil: undoUntilOf(bulkReset, done.reset, retention),
  };
}

export const showFile = (file: BulkResetFile): UploadedFile => ({
  name: file.name,
  bytes: file.bytes,
  sha256: file.sha256.toString('hex'),
  encoding: file.format.encoding,
  delimiter: file.format.delimiter,
  description: file.format.description,
  header: file.format.header,
  rows: file.rows,
  blankRows: file.blankRows,
});

type PhaseReader = (phase: Phase) => Promise<PhaseState>;

/** Asks for each phase once, however many want to know. */
export function phaseReader(db: EntityManager, key: VersionKey): PhaseReader {
  const asked = new Map<Phase, Promise<PhaseState>>();
  return (phase) => {
    const state = asked.get(phase) ?? readPhase(db, key, phase);
    asked.set(phase, state);
    return state;
  };
}

/** What its chunks had counted when they were removed. */
function finalPhases({ finalCounts }: BulkReset): PhaseReader {
  const counts = finalCounts as FinalCounts;
  return async (phase) => ({ ...NO_PHASE, ...counts[phase as keyof FinalCounts] });
}

const DAY_MS = 24 * 3_600_000;

/** What an undo itself asks again, by the database's clock. */
function undoUntilOf(bulkReset: BulkReset, reset: number, retention: Retention): string | null {
  const { status, version, confirmedVersion, finishedAt, detailsExpiredAt } = bulkReset;
  if (!finishedAt || detailsExpiredAt) return null;
  const days = Math.min(retention.undo, retention.details);
  const subject = { status, confirmed: confirmedVersion === version, finishedAt, reset };
  return whyNoUndo(subject, { now: new Date(), days }) ? null : undoneUntil(finishedAt, days).toISOString();
}

export const retentionOf = (
  { finishedAt, filesExpiredAt, detailsExpiredAt }: BulkReset,
  days: Retention,
): RetentionView => {
  const kept = (forDays: number, expiredAt: Date | null) => ({
    until: finishedAt && !expiredAt ? new Date(finishedAt.getTime() + forDays * DAY_MS).toISOString() : null,
    expiredAt: expiredAt?.toISOString() ?? null,
  });
  return { files: kept(days.files, filesExpiredAt), details: kept(days.details, detailsExpiredAt) };
};

export function confirmationOf({ confirmedAt, confirmedByKind, confirmedByName, reason }: BulkReset) {
  if (!confirmedAt || !confirmedByKind) return null;
  return {
    at: confirmedAt.toISOString(),
    by: { kind: confirmedByKind, name: confirmedByName ?? '' },
    reason: reason ?? '',
  };
}

/** Who asked for it stands in the audit: at rest there is nothing to ask. */
async function pauseOf(db: EntityManager, bulkReset: BulkReset): Promise<BulkResetView['pause']> {
  if (bulkReset.status !== 'pausing' && bulkReset.status !== 'paused') return null;
  const event = await findLastEvent(db, versionKeyOf(bulkReset), 'bulk-reset.paused');
  if (!event || event.kind === 'learner') return null;
  return { at: event.at.toISOString(), by: { kind: event.kind, name: event.name }, reason: event.reason };
}

const NOTHING_DONE: PhaseState['outcome'] = { reset: 0, nothingToReset: 0, changedSinceValidation: 0 };
const NO_PHASE: PhaseState = {
  rowsDone: 0,
  rowsTotal: 0,
  seconds: 0,
  done: true,
  found: { excluded: 0, withErrors: 0 },
  outcome: NOTHING_DONE,
};

/** Every row is one of these at any time, whatever the status. */
function countsOf(
  { rows }: BulkResetFile,
  { excluded, repeated, withErrors }: Pick<Counts, 'excluded' | 'repeated' | 'withErrors'>,
  done: PhaseState['outcome'],
): Counts {
  const processed = done.reset + done.nothingToReset + done.changedSinceValidation;
  return {
    rows,
    excluded,
    repeated,
    withErrors,
    ...done,
    notProcessed: rows - excluded - repeated - withErrors - processed,
  };
}

const PHASES_OF_STATUS: Partial<Record<BulkResetStatus, readonly FilePhase[]>> = {
  validating: ['validate'],
  settling: ['settle', 'report'],
  resetting: ['reset'],
  pausing: ['reset'],
  paused: ['reset'],
  cancelling: ['reset'],
};

/** Of the phase in hand: settling and then writing the report, where there is one to write. */
export async function progressOf(phases: PhaseReader, status: BulkResetStatus): Promise<Progress | null> {
  let shown: Progress | null = null;
  for (const phase of PHASES_OF_STATUS[status] ?? []) {
    const progress = await phases(phase);
    if (shown && progress.rowsTotal === 0) break;
    shown = toProgress(phase, progress);
    if (!progress.done) break;
  }
  return shown;
}

function toProgress(phase: FilePhase, { rowsDone, rowsTotal, seconds }: PhaseState): Progress {
  const rowsPerSecond = seconds > 0 && rowsDone > 0 ? rowsDone / seconds : null;
  return {
    phase,
    rowsDone,
    rowsTotal,
    percent: rowsTotal === 0 ? 100 : Math.floor((1_000 * rowsDone) / rowsTotal) / 10,
    rowsPerSecond: rowsPerSecond && Math.round(rowsPerSecond),
    secondsLeft: rowsPerSecond && Math.ceil((rowsTotal - rowsDone) / rowsPerSecond),
  };
}

/** Changes whenever the view has something new: with every move and with every chunk that commits. */
export const tagFor = ({ version, revision }: BulkReset, progress: Progress | null): string =>
  `"${version}-${revision}-${progress ? `${progress.phase}-${progress.rowsDone}` : 'rest'}"`;

/** The tag alone, for those who have seen the rest. */
export const tagOf = async (db: EntityManager, bulkReset: BulkReset): Promise<string> =>
  tagFor(bulkReset, await progressOf(phaseReader(db, versionKeyOf(bulkReset)), bulkReset.status));
