import type { DirectoryImportStatus } from '@reset/shared/contracts/directory-import';
import { Tag } from '../../ui/tag';
import { wordsOfStatus } from './import-words';

export function ImportStatusTag({ status }: { status: DirectoryImportStatus }) {
  const { words, tone } = wordsOfStatus(status);
  return <Tag tone={tone}>{words}</Tag>;
}
