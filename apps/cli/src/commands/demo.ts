import { z } from 'zod';
import { defineCommand } from '../command';
import { createDemoOrganization } from '../demo/demo-organization';
import { runDemo } from '../demo/run-demo';
import { count } from '../format';
import { wholeNumberOption } from '../organization-options';
import { withDatabase } from '../with-database';

export const demoCommand = defineCommand({
  name: 'demo',
  summary: 'Does the main job over HTTP, on an API and workers that are running: from upload to launch.',
  options: {
    url: { type: 'string', value: 'URL', about: 'of the API (http://localhost:3000)' },
    rows: { type: 'string', value: 'N', about: 'of the file, up to 10,000,000 (1,000)' },
  },
  schema: z.strictObject({
    url: z.url({ protocol: /^https?$/ }).default('http://localhost:3000'),
    rows: wholeNumberOption.default(1_000).pipe(z.int().min(50).max(10_000_000)),
  }),
  async run({ url, rows }, context) {
    const { terminal } = context;
    terminal.say(`Making an organization for a file of ${count(rows)} rows ...`);
    const organization = await withDatabase(context, (dataSource) =>
      createDemoOrganization(dataSource, rows, terminal),
    );
    await runDemo({ terminal, organization }, { url, rows });
  },
});
