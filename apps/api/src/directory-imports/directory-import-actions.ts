import type { BulkResetDeps } from '../bulk-resets/bulk-reset-deps';
import { cancel, confirm, pause, resume, retry } from './control-directory-import';
import { outcome, report, uploadedFile } from './download-directory-import';
import { list, problems, show } from './read-directory-import';
import { uploadDirectoryImport } from './upload-directory-import';

const bind =
  <Parameters extends unknown[], Result>(
    deps: BulkResetDeps,
    action: (deps: BulkResetDeps, ...parameters: Parameters) => Result,
  ) =>
  (...parameters: Parameters): Result =>
    action(deps, ...parameters);

/** What can be done with directory imports. They use what bulk resets use, since one engine does both. */
export const directoryImportActions = (deps: BulkResetDeps) => ({
  upload: bind(deps, uploadDirectoryImport),
  list: bind(deps, list),
  show: bind(deps, show),
  problems: bind(deps, problems),
  report: bind(deps, report),
  outcome: bind(deps, outcome),
  uploadedFile: bind(deps, uploadedFile),
  confirm: bind(deps, confirm),
  pause: bind(deps, pause),
  resume: bind(deps, resume),
  cancel: bind(deps, cancel),
  retry: bind(deps, retry),
});
export type DirectoryImportActions = ReturnType<typeof directoryImportActions>;
