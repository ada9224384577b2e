import type { Loaded } from '@reset/shared/generate/load-organization';
import type { OrganizationPlan } from '@reset/shared/generate/organization-plan';
import { count } from './format';
import type { Terminal } from './terminal';

/** Tells how far an organization has been loaded. */
export const describeLoading =
  (terminal: Pick<Terminal, 'progress'>, plan: Pick<OrganizationPlan, 'learners'>) =>
  ({ learners, records }: Loaded): void =>
    terminal.progress(
      `${count(learners)} of ${count(plan.learners)} learners, ${count(records)} learning records`,
    );
