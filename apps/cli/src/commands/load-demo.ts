import { hasAccounts } from '@reset/shared/stores/new-account.store';
import { z } from 'zod';
import { defineCommand } from '../command';
import { loadDemo } from '../demo-data';
import { withContent } from '../with-content';

export const loadDemoCommand = defineCommand({
  name: 'load-demo',
  summary: 'Loads two organizations to try the product with, and prints how to sign in once, as JSON.',
  options: {
    'if-empty': { type: 'boolean', about: 'does nothing where there are users or API keys already' },
  },
  schema: z.strictObject({ 'if-empty': z.boolean().default(false) }),
  run: ({ 'if-empty': ifEmpty }, context) =>
    withContent(context, async (deps) => {
      if (ifEmpty && (await hasAccounts(deps.dataSource.manager)))
        return context.terminal.say('there are accounts already: nothing loaded');
      context.terminal.print(JSON.stringify(await loadDemo(deps, context.terminal)));
    }),
});
