import type { DirectoryImportView } from '@reset/shared/contracts/directory-import';

/** What every step gets: the import, how to show a newer state of it, how to ask the server at once. */
export type ImportStepProps = {
  view: DirectoryImportView;
  onChanged: (view: DirectoryImportView) => void;
  onOutdated: () => void;
};
