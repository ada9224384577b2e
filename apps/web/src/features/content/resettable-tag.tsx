import { NOT_RESETTABLE_NAME, type NotResettable } from '@reset/shared/contracts/learning';
import { Tag } from '../../ui/tag';

/** Whether a reset can apply to a course, and if not, why. */
export function ResettableTag({ notResettable }: { notResettable: NotResettable | null }) {
  if (notResettable === null) return <Tag tone="good">Yes</Tag>;
  return (
    <>
      <Tag tone="quiet">No</Tag>
      <span className="identifier">{NOT_RESETTABLE_NAME[notResettable]}</span>
    </>
  );
}
