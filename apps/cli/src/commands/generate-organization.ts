import { loadOrganization } from '@reset/shared/generate/load-organization';
import { z } from 'zod';
import { defineCommand } from '../command';
import { describeLoading } from '../describe-loading';
import { ORGANIZATION_OPTIONS, ORGANIZATION_SHAPE } from '../organization-options';
import { withDatabase } from '../with-database';

export const generateOrganizationCommand = defineCommand({
  name: 'generate-organization',
  summary: 'Makes an organization of any size, reproducibly from a seed, and prints what was made, as JSON.',
  options: {
    ...ORGANIZATION_OPTIONS,
    name: { type: 'string', value: 'NAME', about: 'of the organization (Generated)' },
  },
  schema: z.strictObject({
    ...ORGANIZATION_SHAPE,
    name: z.string().trim().min(1).max(255).default('Generated'),
  }),
  run: ({ name, ...plan }, context) =>
    withDatabase(context, async (dataSource) => {
      const began = performance.now();
      const onProgress = describeLoading(context.terminal, plan);
      const { id: _internal, ...made } = await loadOrganization(dataSource, plan, { name, onProgress });
      const seconds = Math.round(performance.now() - began) / 1_000;
      context.terminal.print(JSON.stringify({ ...made, seconds }));
    }),
});
