import { migrate } from '@reset/shared/database/migrate';
import { z } from 'zod';
import { defineCommand } from '../command';
import { withDatabase } from '../with-database';

export const migrateCommand = defineCommand({
  name: 'migrate',
  summary: 'Brings the database schema up to date. Safe to run again.',
  options: {},
  schema: z.strictObject({}),
  run: (_input, context) =>
    withDatabase(context, async (dataSource) => {
      const applied = await migrate(dataSource);
      for (const name of applied) context.terminal.say(`applied ${name}`);
      if (applied.length === 0) context.terminal.say('the schema is up to date');
    }),
});
