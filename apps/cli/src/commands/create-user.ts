import { ROLES } from '@reset/shared/contracts/permissions';
import { z } from 'zod';
import { createUser } from '../accounts/create-accounts';
import { findLearner, findOrganization } from '../accounts/find-organization';
import { defineCommand } from '../command';
import { withDatabase } from '../with-database';

const schema = z
  .strictObject({
    organization: z.uuid(),
    login: z.string().trim().min(1).max(255),
    name: z.string().trim().min(1).max(255).optional(),
    role: z.enum(ROLES),
    learner: z.string().trim().min(1).max(255).optional(),
  })
  .refine(({ role, learner }) => (role === 'learner') === (learner !== undefined), {
    path: ['learner'],
    message: 'name a learner where the role is learner, and nowhere else',
  });

export const createUserCommand = defineCommand({
  name: 'create-user',
  summary: 'Makes a user, and prints login and a random password once, as JSON.',
  options: {
    organization: { type: 'string', value: 'UUID', about: 'where the user belongs' },
    login: {
      type: 'string',
      value: 'LOGIN',
      about: 'with which the user signs in; unique over all organizations',
    },
    name: { type: 'string', value: 'NAME', about: 'as people read it (the login)' },
    role: { type: 'string', value: 'ROLE', about: ROLES.join(', ') },
    learner: {
      type: 'string',
      value: 'LOGIN_ID',
      about: 'whose courses they are, where the role is learner',
    },
  },
  schema,
  run: ({ organization: uuid, login, name = login, role, learner }, context) =>
    withDatabase(context, async ({ manager }) => {
      const { id } = await findOrganization(manager, uuid);
      const learnerId = learner === undefined ? undefined : (await findLearner(manager, id, learner)).id;
      const credentials = await createUser(manager, id, {
        login,
        name,
        role,
        ...(learnerId && { learnerId }),
      });
      context.terminal.print(JSON.stringify(credentials));
    }),
});
