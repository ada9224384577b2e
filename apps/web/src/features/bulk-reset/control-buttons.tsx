import { type ControlAction, controlBulkReset } from '../../api-client';
import { ApiError } from '../../api-reply';
import { ControlWork } from '../../ui/control-work';
import { useMay } from '../../ui/session-context';
import { controlWords } from './control-words';
import type { StepProps } from './step-props';

/** What whoever may can do about the work itself. */
export function ControlButtons({ bulkReset, onChanged, onOutdated }: StepProps) {
  const mayControl = useMay('bulk-reset:control');
  if (!mayControl) return null;
  const act = async (action: ControlAction, reason: string | undefined) => {
    try {
      onChanged(await controlBulkReset(bulkReset.id, action, reason));
    } catch (refusal) {
      if (refusal instanceof ApiError) onOutdated();
      throw refusal;
    }
  };
  return <ControlWork work={bulkReset} words={controlWords(bulkReset)} act={act} />;
}
