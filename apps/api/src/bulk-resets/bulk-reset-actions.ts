import type { BulkResetDeps } from './bulk-reset-deps';
import { cancel, confirm, pause, resume, retry } from './control-bulk-reset';
import { outcome, report, uploadedFile } from './download-bulk-reset';
import { list, problems, show } from './read-bulk-reset';
import { askUndo, leftPairs, showOneUndo, undosOf } from './undo-bulk-reset';
import { correctFile, uploadBulkReset } from './upload-bulk-reset';

type Action<Parameters extends unknown[], Result> = (...parameters: Parameters) => Result;
const bind =
  <Parameters extends unknown[], Result>(
    deps: BulkResetDeps,
    action: (deps: BulkResetDeps, ...parameters: Parameters) => Result,
  ): Action<Parameters, Result> =>
  (...parameters) =>
    action(deps, ...parameters);

/** What can be done with bulk resets, each action with what it uses. */
export const bulkResetActions = (deps: BulkResetDeps) => ({
  upload: bind(deps, uploadBulkReset),
  correctFile: bind(deps, correctFile),
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
  undo: bind(deps, askUndo),
  undos: bind(deps, undosOf),
  showUndo: bind(deps, showOneUndo),
  leftPairs: bind(deps, leftPairs),
});
export type BulkResetActions = ReturnType<typeof bulkResetActions>;
