import type { AttemptView } from '@reset/shared/contracts/launch';
import { PageHeading } from '../../ui/heading';
import { RECORD_STATUS } from '../../ui/record-status';
import { Tag } from '../../ui/tag';

export function CourseHead({
  title,
  attempt,
  status,
}: { title: string } & Pick<AttemptView, 'attempt' | 'status'>) {
  const { words, tone } = RECORD_STATUS[status];
  return (
    <div className="title-line">
      <PageHeading>{title}</PageHeading>
      <Tag tone={tone}>{words}</Tag>
      <span className="quiet">Attempt {attempt}</span>
    </div>
  );
}
