import { hasAccounts } from '@reset/shared/stores/new-account.store';
import { z } from 'zod';
import { defineCommand } from '../command';
import { loadDemo } from '../demo-data';
import { withDatabase } from '../with-database';

export const loadDemoCommand = defineCommand({
  name: 'load-demo',
  summary: 'Loads two organizations to try the product with, and prints how to sign in once, as JSON.',
  options: {
    'if-empty': { type: 'boolean', about: 'does nothing where there are users or API keys already' },
  },
  schema: z.strictObject({ 'if-empty': z.boolean().default(false) }),
  run: ({ 'if-empty': ifEmpty }, context) =>
    withDatabase(context, async (dataSource) => {
      if (ifEmpty && (await hasAccounts(dataSource.manager)))
        return context.terminal.say('there are accounts already: nothing loaded');
      context.terminal.print(JSON.stringify(await loadDemo(dataSource, context.terminal)));
    }),
});
