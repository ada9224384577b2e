import {
  BulkResetPage,
  BulkResetView,
  type Confirmation,
  ProblemPage,
  type ProblemView,
} from '@reset/shared/contracts/bulk-reset';
import type { BulkResetStatus } from '@reset/shared/contracts/bulk-reset-status';
import { ContentPackage } from '@reset/shared/contracts/content-package';
import { CourseContent, CoursePage } from '@reset/shared/contracts/courses';
import type { DirectoryKind } from '@reset/shared/contracts/directory-columns';
import {
  type DirectoryConfirmation,
  DirectoryImportPage,
  DirectoryImportView,
  DirectoryProblemPage,
  type DirectoryProblemView,
} from '@reset/shared/contracts/directory-import';
import { type Commit, LaunchView, MyAttempts, MyCourses } from '@reset/shared/contracts/launch';
import { OperationsView } from '@reset/shared/contracts/operations';
import { ContentListingPage, LearnerActivityPage } from '@reset/shared/contracts/reports';
import { SessionView, type SignIn } from '@reset/shared/contracts/session';
import { CourseTimeline, FoundLearners, LearnerTimeline } from '@reset/shared/contracts/timeline';
import { LeftPage, UndoList, type UndoRequest, UndoView } from '@reset/shared/contracts/undo';
import { z } from 'zod';
import { ApiError, ConnectionError, isAbort, parseReply } from './api-reply';
import { type Reply, type SentBytes, sendFile } from './send-file';

/** Every call to the API goes through here; every reply is parsed with the contract that the API shares. */
type Call = { method?: string; body?: unknown; headers?: Record<string, string>; signal?: AbortSignal };
type FullReply = Reply & { etag: string | undefined };

export const TEMPLATE_URL = '/v1/templates/bulk-reset.csv';
export const reportUrl = (id: string, rows: 'all' | 'errors'): string =>
  `/v1/bulk-resets/${id}/report.csv?rows=${rows}`;
export const outcomeUrl = (id: string): string => `/v1/bulk-resets/${id}/outcome.csv`;
export const uploadedFileUrl = (id: string): string => `/v1/bulk-resets/${id}/file.csv`;

type FilterParameters = Readonly<Record<string, string>>;
/** @param format `upload`: a file that can be uploaded as a bulk reset */
export const learnerActivityCsvUrl = (filter: FilterParameters, format?: 'upload'): string =>
  `/v1/reports/learner-activity.csv${query({ ...filter, format })}`;
export const contentListingCsvUrl = (filter: FilterParameters): string =>
  `/v1/reports/content-listing.csv${query(filter)}`;

/** @returns `undefined` where nobody is signed in */
export async function showSession(signal: AbortSignal): Promise<SessionView | undefined> {
  try {
    return await ask(SessionView, '/v1/session', { signal });
  } catch (error) {
    if (error instanceof ApiError && error.code === 'not-signed-in') return undefined;
    throw error;
  }
}

/** @throws ApiError `sign-in-failed` */
export const signIn = (credentials: SignIn): Promise<SessionView> =>
  ask(SessionView, '/v1/session', { method: 'POST', body: credentials });

export const signOut = (): Promise<unknown> => ask(z.unknown(), '/v1/session', { method: 'DELETE' });

export const listBulkResets = (
  { status, cursor }: { status?: BulkResetStatus | undefined; cursor?: string | undefined },
  signal: AbortSignal,
): Promise<BulkResetPage> => ask(BulkResetPage, `/v1/bulk-resets${query({ status, cursor })}`, { signal });

export const showOperations = (signal: AbortSignal): Promise<OperationsView> =>
  ask(OperationsView, '/v1/operations', { signal });

export type Versioned<View> = { view: View; etag: string | undefined };

/** @returns `undefined` when nothing has changed since `etag` */
export async function showBulkReset(
  id: string,
  etag: string | undefined,
  signal: AbortSignal,
): Promise<Versioned<BulkResetView> | undefined> {
  return askAgain(BulkResetView, `/v1/bulk-resets/${id}`, etag, signal);
}

/** @throws ApiError `file-refused` with `details.reason` when the file cannot be read */
export async function uploadBulkReset(
  file: File,
  {
    encoding,
    corrects,
    ...progress
  }: {
    encoding?: 'windows-1252' | undefined;
    /** The bulk reset that the file is a corrected version of; without one, a bulk reset begins. */
    corrects?: string | undefined;
    signal: AbortSignal;
    onSent: (bytes: SentBytes) => void;
  },
): Promise<BulkResetView> {
  const to =
    corrects === undefined
      ? ({ method: 'POST', url: '/v1/bulk-resets' } as const)
      : ({ method: 'PUT', url: `/v1/bulk-resets/${corrects}/file` } as const);
  const target = { ...to, url: to.url + query({ encoding }) };
  return parseReply(BulkResetView, await sendFile(target, file, progress));
}

export const listProblems = (
  id: string,
  filter: Pick<ProblemView, 'code' | 'severity'> & { cursor?: string | undefined },
  signal: AbortSignal,
): Promise<ProblemPage> => ask(ProblemPage, `/v1/bulk-resets/${id}/problems${query(filter)}`, { signal });

/** @throws ApiError `summary-changed`, `wrong-status` */
export const confirmBulkReset = (id: string, confirmation: Confirmation): Promise<BulkResetView> =>
  ask(BulkResetView, `/v1/bulk-resets/${id}/confirm`, { method: 'POST', body: confirmation });

export type ControlAction = 'pause' | 'resume' | 'retry' | 'cancel';

/** @throws ApiError `wrong-status`; `expired` of a retry */
export const controlBulkReset = (
  id: string,
  action: ControlAction,
  reason: string | undefined,
): Promise<BulkResetView> =>
  ask(BulkResetView, `/v1/bulk-resets/${id}/${action}`, { method: 'POST', body: { reason } });

/** @throws ApiError `undo-refused`, `unknown-choice` */
export const undoBulkReset = (id: string, request: UndoRequest): Promise<UndoView> =>
  ask(UndoView, `/v1/bulk-resets/${id}/undos`, { method: 'POST', body: request });

export const listUndos = (id: string, signal: AbortSignal): Promise<UndoList> =>
  ask(UndoList, `/v1/bulk-resets/${id}/undos`, { signal });

/** Who stays reset after an undo. */
export const listLeftPairs = (
  id: string,
  undoId: string,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<LeftPage> =>
  ask(LeftPage, `/v1/bulk-resets/${id}/undos/${undoId}/left${query({ cursor })}`, { signal });

export const directoryTemplateUrl = (kind: DirectoryKind): string => `/v1/templates/directory-${kind}.csv`;
/** @param what `report.csv?rows=errors`: the rows with errors alone */
export const directoryFileUrl = (
  id: string,
  what: 'report.csv' | 'report.csv?rows=errors' | 'outcome.csv' | 'file.csv',
): string => `/v1/directory-imports/${id}/${what}`;

export const listDirectoryImports = (
  filter: { kind?: DirectoryKind | undefined; cursor?: string | undefined },
  signal: AbortSignal,
): Promise<DirectoryImportPage> =>
  ask(DirectoryImportPage, `/v1/directory-imports${query(filter)}`, { signal });

/** @returns `undefined` when nothing has changed since `etag` */
export const showDirectoryImport = (
  id: string,
  etag: string | undefined,
  signal: AbortSignal,
): Promise<Versioned<DirectoryImportView> | undefined> =>
  askAgain(DirectoryImportView, `/v1/directory-imports/${id}`, etag, signal);

/** @throws ApiError `file-refused` with `details.reason` when the file cannot be read */
export async function uploadDirectoryFile(
  kind: DirectoryKind,
  file: File,
  encoding: 'windows-1252' | undefined,
  progress: SendProgress,
): Promise<DirectoryImportView> {
  const to = { method: 'POST', url: `/v1/directory-imports${query({ kind, encoding })}` } as const;
  return parseReply(DirectoryImportView, await sendFile(to, file, progress));
}

export const listDirectoryProblems = (
  id: string,
  filter: Pick<DirectoryProblemView, 'code' | 'severity'> & { cursor?: string | undefined },
  signal: AbortSignal,
): Promise<DirectoryProblemPage> =>
  ask(DirectoryProblemPage, `/v1/directory-imports/${id}/problems${query(filter)}`, { signal });

/** @throws ApiError `summary-changed`, `wrong-status` */
export const confirmDirectoryImport = (
  id: string,
  confirmation: DirectoryConfirmation,
): Promise<DirectoryImportView> =>
  ask(DirectoryImportView, `/v1/directory-imports/${id}/confirm`, { method: 'POST', body: confirmation });

/** @throws ApiError `wrong-status`; `expired` of a retry */
export const controlDirectoryImport = (
  id: string,
  action: ControlAction,
  reason: string | undefined,
): Promise<DirectoryImportView> =>
  ask(DirectoryImportView, `/v1/directory-imports/${id}/${action}`, { method: 'POST', body: { reason } });

/** @throws ApiError `filter-too-broad` */
export const listLearnerActivity = (
  filter: FilterParameters,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<LearnerActivityPage> =>
  ask(LearnerActivityPage, `/v1/reports/learner-activity${query({ ...filter, cursor })}`, { signal });

export const listContent = (
  filter: FilterParameters,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<ContentListingPage> =>
  ask(ContentListingPage, `/v1/reports/content-listing${query({ ...filter, cursor })}`, { signal });

export const listCourses = (
  filter: FilterParameters,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<CoursePage> => ask(CoursePage, `/v1/courses${query({ ...filter, cursor })}`, { signal });

export const showCourseContent = (id: string, signal: AbortSignal): Promise<CourseContent> =>
  ask(CourseContent, `/v1/courses/${id}/content`, { signal });

export const findLearners = (search: string, signal: AbortSignal): Promise<FoundLearners> =>
  ask(FoundLearners, `/v1/learners${query({ search })}`, { signal });

/** @param within only what happened in this course */
export const showLearnerTimeline = (
  id: string,
  { within, cursor }: TimelinePart,
  signal: AbortSignal,
): Promise<LearnerTimeline> =>
  ask(LearnerTimeline, `/v1/learners/${id}/timeline${query({ course: within, cursor })}`, { signal });

/** @param within only what happened to this learner */
export const showCourseTimeline = (
  id: string,
  { within, cursor }: TimelinePart,
  signal: AbortSignal,
): Promise<CourseTimeline> =>
  ask(CourseTimeline, `/v1/courses/${id}/timeline${query({ learner: within, cursor })}`, { signal });
type TimelinePart = { within: string | undefined; cursor: string | undefined };

type SendProgress = { signal: AbortSignal; onSent: (bytes: SentBytes) => void };

/** @throws ApiError `package-refused` with `details.reason`, `asset-id-taken` */
export async function createCourse(
  file: File,
  course: FilterParameters,
  progress: SendProgress,
): Promise<ContentPackage> {
  const to = { method: 'POST', url: `/v1/courses${query(course)}` } as const;
  return parseReply(ContentPackage, await sendFile(to, file, progress));
}

/** @throws ApiError `package-refused` with `details.reason` */
export async function replaceContent(
  courseId: string,
  file: File,
  { useTitle, changeKind }: { useTitle: boolean; changeKind: boolean },
  progress: SendProgress,
): Promise<ContentPackage> {
  const options = query({ useTitle: String(useTitle), changeKind: String(changeKind) });
  const to = { method: 'PUT', url: `/v1/courses/${courseId}/content${options}` } as const;
  return parseReply(ContentPackage, await sendFile(to, file, progress));
}

export const listMyCourses = (cursor: string | undefined, signal: AbortSignal): Promise<MyCourses> =>
  ask(MyCourses, `/v1/my-courses${cursor === undefined ? '' : `?cursor=${cursor}`}`, { signal });

/** @param before the number of an attempt: those before it are asked for */
export const listMyAttempts = (courseId: string, before: number, signal: AbortSignal): Promise<MyAttempts> =>
  ask(MyAttempts, `/v1/my-courses/${courseId}/attempts?before=${before}`, { signal });

export const launchCourse = (courseId: string, signal: AbortSignal): Promise<LaunchView> =>
  ask(LaunchView, '/v1/launches', { method: 'POST', body: { courseId }, signal });

export const acknowledgeReset = (launchId: string): Promise<LaunchView> =>
  ask(LaunchView, `/v1/launches/${launchId}/acknowledge`, { method: 'POST' });

/** @throws ApiError `launch-superseded`, `commit-out-of-order` */
export const commitState = (launchId: string, commit: Commit): Promise<LaunchView> =>
  ask(LaunchView, `/v1/launches/${launchId}/state`, { method: 'PUT', body: commit });

/** @returns `undefined` when nothing has changed since `etag` */
async function askAgain<Schema extends z.ZodType>(
  schema: Schema,
  url: string,
  etag: string | undefined,
  signal: AbortSignal,
): Promise<Versioned<z.infer<Schema>> | undefined> {
  const headers: Record<string, string> = etag === undefined ? {} : { 'If-None-Match': etag };
  const reply = await send(url, { headers, signal });
  if (reply.status === 304) return undefined;
  return { view: parseReply(schema, reply), etag: reply.etag };
}

const ask = async <Schema extends z.ZodType>(
  schema: Schema,
  url: string,
  call: Call,
): Promise<z.infer<Schema>> => parseReply(schema, await send(url, call));

async function send(url: string, { method = 'GET', body, headers = {}, signal }: Call): Promise<FullReply> {
  const json = body === undefined ? {} : { 'Content-Type': 'application/json' };
  try {
    const response = await fetch(url, {
      method,
      headers: { Accept: 'application/json', ...json, ...headers },
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal ?? null,
    });
    const { ok, status } = response;
    return { ok, status, text: await response.text(), etag: response.headers.get('ETag') ?? undefined };
  } catch (cause) {
    if (isAbort(cause)) throw cause;
    throw new ConnectionError('The server cannot be reached. Check the connection and try again.', { cause });
  }
}

function query(parameters: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
