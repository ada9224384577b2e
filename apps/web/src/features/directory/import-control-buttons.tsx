import { statusOfImport } from '@reset/shared/contracts/directory-import';
import { type ControlAction, controlDirectoryImport } from '../../api-client';
import { ApiError } from '../../api-reply';
import { ControlWork } from '../../ui/control-work';
import { useMay } from '../../ui/session-context';
import { importControlWords } from './import-control-words';
import type { ImportStepProps } from './import-step-props';

/** What whoever may can do about the work itself. */
export function ImportControlButtons({ view, onChanged, onOutdated }: ImportStepProps) {
  const mayWrite = useMay('directory:write');
  if (!mayWrite) return null;
  const act = async (action: ControlAction, reason: string | undefined) => {
    try {
      onChanged(await controlDirectoryImport(view.id, action, reason));
    } catch (refusal) {
      if (refusal instanceof ApiError) onOutdated();
      throw refusal;
    }
  };
  const work = { status: statusOfImport(view.status), retention: view.retention };
  return <ControlWork work={work} words={importControlWords(view)} act={act} />;
}
