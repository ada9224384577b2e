import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
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
    url: { type: 'string', value: 'URL', about: 'of the API (http://127.0.0.1:3000)' },
    rows: { type: 'string', value: 'N', about: 'of the file, up to 10,000,000 (1,000)' },
    directory: {
      type: 'string',
      value: 'DIR',
      about: 'where its files are kept (a new one for temporary files)',
    },
  },
  schema: z.strictObject({
    url: z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:3000'),
    rows: wholeNumberOption.default(1_000).pipe(z.int().min(50).max(10_000_000)),
    directory: z.string().min(1).optional(),
  }),
  async run({ url, rows, directory }, context) {
    const { terminal } = context;
    terminal.say(`Making an organization for a file of ${count(rows)} rows ...`);
    const organization = await withDatabase(context, (dataSource) =>
      createDemoOrganization(dataSource, rows, terminal),
    );
    const files = await makeDirectory(directory);
    await runDemo({ terminal, organization }, { url, rows, directory: files });
  },
});

async function makeDirectory(wanted: string | undefined): Promise<string> {
  if (wanted === undefined) return mkdtemp(path.join(tmpdir(), 'reset-demo-'));
  await mkdir(wanted, { recursive: true });
  return wanted;
}
