import type { EntityManager } from 'typeorm';
import type { Retention } from '../config/retention';
import type { DirectoryKind } from '../contracts/directory-columns';
import {
  type DirectoryCounts,
  type DirectoryImportView,
  importPhaseOf,
  importStatusOf,
} from '../contracts/directory-import';
import type { BulkReset } from '../entities/bulk-reset';
import { getFile } from './bulk-reset.store';
import type { VersionKey } from './bulk-reset-key';
import { sumCounts } from './chunk-counts.store';
import { APPLIED, type AppliedRows, type DirectorySummary } from './directory-summary';
import type { FinalCounts } from './expire-bulk-reset';
import {
  confirmationOf,
  phaseReader,
  progressOf,
  retentionOf,
  showFile,
  versionKeyOf,
} from './show-bulk-reset';

export type DirectoryImport = BulkReset & { kind: DirectoryKind };

/** The import as people and programs see it, with how far it is: read from MySQL alone. */
export async function showDirectoryImport(
  db: EntityManager,
  directoryImport: DirectoryImport,
  retention: Retention,
): Promise<DirectoryImportView> {
  const key = versionKeyOf(directoryImport);
  const summary = directoryImport.summary as DirectorySummary | null;
  const phases = phaseReader(db, key);
  const [file, progress, found, done] = await Promise.all([
    getFile(db, key),
    progressOf(phases, directoryImport.status),
    summary?.rows ?? phases('validate').then(({ found }) => ({ ...found, repeated: 0 })),
    directoryImport.confirmedAt ? appliedRows(db, key, directoryImport) : NOTHING_DONE,
  ]);
  return {
    id: directoryImport.uuid,
    kind: directoryImport.kind,
    status: importStatusOf(directoryImport.status),
    createdAt: directoryImport.createdAt.toISOString(),
    createdBy: { kind: directoryImport.createdByKind, name: directoryImport.createdByName },
    file: showFile(file),
    progress: progress && { ...progress, phase: importPhaseOf(progress.phase) },
    counts: countsOf(file.rows, found, done),
    problems: summary?.problems ?? [],
    impact: summary?.impact ?? null,
    summaryVersion: directoryImport.version,
    confirmation: confirmationOf(directoryImport),
    waiting: null,
    hasReport: file.reportKey !== null && !directoryImport.filesExpiredAt,
    finishedAt: directoryImport.finishedAt?.toISOString() ?? null,
    retention: retentionOf(directoryImport, retention),
  };
}

const NOTHING_DONE: AppliedRows = { created: 0, updated: 0, unchanged: 0, changedSinceValidation: 0 };

/** Of the chunks, or what they had counted when they were removed. */
async function appliedRows(db: EntityManager, key: VersionKey, { finalCounts }: DirectoryImport) {
  const counts = finalCounts as FinalCounts | null;
  return counts?.applied ?? sumCounts(db, key, 'reset', APPLIED);
}

/** Every row is one of these at any time, whatever the status. */
function countsOf(
  rows: number,
  { repeated, withErrors }: Pick<DirectoryCounts, 'repeated' | 'withErrors'>,
  done: AppliedRows,
): DirectoryCounts {
  const processed = done.created + done.updated + done.unchanged + done.changedSinceValidation;
  return { rows, ...done, repeated, withErrors, notProcessed: rows - repeated - withErrors - processed };
}
