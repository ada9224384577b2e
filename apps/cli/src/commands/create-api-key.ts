import { z } from 'zod';
import { createApiKey } from '../accounts/create-accounts';
import { findOrganization } from '../accounts/find-organization';
import { defineCommand } from '../command';
import { withDatabase } from '../with-database';

/** A program has no courses of its own. */
const ROLES_OF_PROGRAMS = ['administrator', 'support'] as const;

export const createApiKeyCommand = defineCommand({
  name: 'create-api-key',
  summary: 'Makes an API key, and prints it once, as JSON.',
  options: {
    organization: { type: 'string', value: 'UUID', about: 'whose data the key opens' },
    name: { type: 'string', value: 'NAME', about: 'which program uses it' },
    role: { type: 'string', value: 'ROLE', about: `${ROLES_OF_PROGRAMS.join(', ')} (administrator)` },
  },
  schema: z.strictObject({
    organization: z.uuid(),
    name: z.string().trim().min(1).max(255),
    role: z.enum(ROLES_OF_PROGRAMS).default('administrator'),
  }),
  run: ({ organization: uuid, name, role }, context) =>
    withDatabase(context, async ({ manager }) => {
      const { id } = await findOrganization(manager, uuid);
      context.terminal.print(JSON.stringify({ apiKey: await createApiKey(manager, id, { name, role }) }));
    }),
});
