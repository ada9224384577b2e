import { z } from 'zod';
import { FILE_PHASES, type FilePhase, RetentionView, UploadedFile } from './bulk-reset';
import { BULK_RESET_STATUSES, type BulkResetStatus } from './bulk-reset-status';
import { DIRECTORY_KINDS, DIRECTORY_PROBLEM_COLUMNS } from './directory-columns';
import { DIRECTORY_PROBLEM_CODES } from './directory-problem';
import { Waiting } from './waiting';

/** An import moves as a bulk reset does, by the same table; what that one calls resetting is applying here. */
const inOtherWords = <From extends string, To extends string>(from: From, to: To) => ({
  of: <Word extends string>(word: Word) =>
    (word === (from as string) ? to : word) as Exclude<Word, From> | To,
  back: <Word extends string>(word: Word) =>
    (word === (to as string) ? from : word) as Exclude<Word, To> | From,
});
const statusWords = inOtherWords('resetting', 'applying');
const phaseWords = inOtherWords('reset', 'apply');
export const importStatusOf = (status: BulkResetStatus) => statusWords.of(status);
export type DirectoryImportStatus = ReturnType<typeof importStatusOf>;
export const statusOfImport = (status: DirectoryImportStatus): BulkResetStatus => statusWords.back(status);
export const DIRECTORY_IMPORT_STATUSES = BULK_RESET_STATUSES.map(importStatusOf);
export const importPhaseOf = (phase: FilePhase) => phaseWords.of(phase);
export type DirectoryImportPhase = ReturnType<typeof importPhaseOf>;

const atLeastOne = <Word>(words: readonly Word[]) => words as [Word, ...Word[]];
const kind = z.enum(DIRECTORY_KINDS);
const status = z.enum(atLeastOne(DIRECTORY_IMPORT_STATUSES));
const code = z.enum(atLeastOne(DIRECTORY_PROBLEM_CODES));
const column = z.enum(atLeastOne(DIRECTORY_PROBLEM_COLUMNS));
const severity = z.enum(['error', 'warning']);
const count = z.int().nonnegative();
const Actor = z.object({ kind: z.enum(['user', 'api-key', 'system']), name: z.string() });

/** rows = created + updated + unchanged + repeated + withErrors + changedSinceValidation + notProcessed, always. */
export const DirectoryCounts = z.object({
  rows: count,
  created: count,
  updated: count,
  /** Rows that say what is there already. */
  unchanged: count,
  repeated: count,
  withErrors: count,
  changedSinceValidation: count,
  notProcessed: count,
});
export type DirectoryCounts = z.infer<typeof DirectoryCounts>;

/** What the import will do. */
export const DirectoryImpact = z.object({
  create: count,
  update: count,
  unchanged: count,
  /** Of those to update: active ones that become deactivated or retired. */
  deactivate: count,
});
export type DirectoryImpact = z.infer<typeof DirectoryImpact>;

export const DirectoryProblemView = z.object({
  /** As a spreadsheet shows it: the header is row 1. */
  row: z.int().positive(),
  column,
  code,
  severity,
  sentence: z.string(),
});
export type DirectoryProblemView = z.infer<typeof DirectoryProblemView>;
export const DirectoryProblemGroup = z.object({
  code,
  column,
  severity,
  count,
  /** The first rows of the group. */
  examples: z.array(DirectoryProblemView),
});
export type DirectoryProblemGroup = z.infer<typeof DirectoryProblemGroup>;

export const DirectoryImportView = z.object({
  id: z.uuid(),
  kind,
  status,
  createdAt: z.iso.datetime(),
  createdBy: Actor,
  file: UploadedFile,
  progress: z
    .object({
      phase: z.enum(atLeastOne(FILE_PHASES.map(importPhaseOf))),
      rowsDone: count,
      rowsTotal: count,
      /** Of this phase; 0 to 100, never falls within the phase. */
      percent: z.number().min(0).max(100),
      rowsPerSecond: z.number().nonnegative().nullable(),
      secondsLeft: z.number().nonnegative().nullable(),
    })
    .nullable(),
  counts: DirectoryCounts,
  /** Problems, grouped by code and column; complete once validation has settled. */
  problems: z.array(DirectoryProblemGroup),
  /** Known once validation has settled. */
  impact: DirectoryImpact.nullable(),
  /** What a confirmation has to name. */
  summaryVersion: z.int().positive(),
  confirmation: z.object({ at: z.iso.datetime(), by: Actor, reason: z.string() }).nullable(),
  /** Why it does not move; null where it does, and where it is for people to move it. */
  waiting: Waiting.nullable(),
  /** Whether a validation report can be downloaded. */
  hasReport: z.boolean(),
  finishedAt: z.iso.datetime().nullable(),
  /** How long files and details are kept. */
  retention: RetentionView,
});
export type DirectoryImportView = z.infer<typeof DirectoryImportView>;

export const DirectoryImportPage = z.object({
  directoryImports: z.array(DirectoryImportView.omit({ problems: true, progress: true, waiting: true })),
  /** Give it as `cursor` for the next page. */
  nextCursor: z.string().nullable(),
});
export type DirectoryImportPage = z.infer<typeof DirectoryImportPage>;
export const DirectoryProblemPage = z.object({
  problems: z.array(DirectoryProblemView),
  nextCursor: z.string().nullable(),
});
export type DirectoryProblemPage = z.infer<typeof DirectoryProblemPage>;

export const DirectoryUploadQuery = z.object({
  kind,
  /** Given where the file is in Windows-1252; anything else is detected. */
  encoding: z.literal('windows-1252').optional(),
  /** A confirmation in advance: goes ahead when no row has an error. */
  confirm: z.literal('when-valid').optional(),
  reason: z.string().trim().max(500).optional(),
  /** The file's name where the body is the CSV itself. */
  fileName: z.string().trim().min(1).max(255).optional(),
});
export type DirectoryUploadQuery = z.infer<typeof DirectoryUploadQuery>;
export const DirectoryTemplateParams = z.object({ kind });
export const DirectoryListQuery = z.object({
  kind: kind.optional(),
  status: status.optional(),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});
export const DirectoryProblemsQuery = z.object({
  code: code.optional(),
  severity: severity.optional(),
  cursor: z
    .string()
    .regex(/^\d{1,15}(-\d{1,3})?$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const DirectoryConfirmation = z.strictObject({
  summaryVersion: z.int().positive(),
  /** For the audit. */
  reason: z.string().trim().max(500).default(''),
});
export type DirectoryConfirmation = z.infer<typeof DirectoryConfirmation>;
