import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DIRECTORY_KINDS } from '@reset/shared/contracts/directory-columns';
import {
  type DirectoryImportPhase,
  type DirectoryImportStatus,
  DirectoryImportView,
} from '@reset/shared/contracts/directory-import';
import { z } from 'zod';
import { defineCommand } from '../command';
import { readApiKey } from '../config/cli-config';
import { count } from '../format';
import { type Answer, type ApiClient, withApiKey } from '../http/api-client';
import { writeFile } from '../http/write-file';
import type { Terminal } from '../terminal';

export const importDirectoryCommand = defineCommand({
  name: 'import-directory',
  summary: 'Loads learners, courses, assignments or past records over HTTP; prints what came of it.',
  options: {
    url: {
      type: 'string',
      value: 'URL',
      about: 'of the API (http://127.0.0.1:3000); its key is RESET_API_KEY',
    },
    kind: { type: 'string', value: 'KIND', about: 'learners, courses, assignments or records' },
    file: { type: 'string', value: 'FILE', about: 'the CSV' },
    apply: { type: 'boolean', about: 'applies it where no row has an error; without it, it is only checked' },
    reason: { type: 'string', value: 'TEXT', about: 'for the audit, with --apply' },
    encoding: { type: 'string', value: 'windows-1252', about: 'of the file; anything else is detected' },
    report: { type: 'string', value: 'FILE', about: 'where the validation report goes, if there is one' },
    outcome: { type: 'string', value: 'FILE', about: 'where it is written what was done with each row' },
  },
  schema: z.strictObject({
    url: z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:3000'),
    kind: z.enum(DIRECTORY_KINDS),
    file: z.string().min(1),
    apply: z.boolean().default(false),
    reason: z.string().trim().max(500).optional(),
    encoding: z.literal('windows-1252').optional(),
    report: z.string().min(1).optional(),
    outcome: z.string().min(1).optional(),
  }),
  async run(input, { terminal, environment }) {
    const api = withApiKey(input.url, readApiKey(environment));
    const view = await follow({ api, terminal }, await upload(api, input));
    const at = `/v1/directory-imports/${view.id}`;
    if (input.report && view.hasReport) await writeFile(input.report, await api.download(`${at}/report.csv`));
    if (input.outcome) await writeFile(input.outcome, await api.download(`${at}/outcome.csv`));
    terminal.print(JSON.stringify(shown(view)));
    if (view.status !== (input.apply ? 'completed' : 'ready')) throw new Error(whyNot(view));
  },
});

type Input = {
  kind: string;
  file: string;
  apply: boolean;
  reason?: string | undefined;
  encoding?: string | undefined;
};

/** Streams the file to the API: the body is the CSV itself. */
async function upload(
  api: ApiClient,
  { kind, file, apply, reason, encoding }: Input,
): Promise<DirectoryImportView> {
  await access(file).catch(() => {
    throw new Error(`there is no file ${file}`);
  });
  const query = new URLSearchParams({ kind, fileName: path.basename(file) });
  if (apply) query.set('confirm', 'when-valid');
  if (reason) query.set('reason', reason);
  if (encoding) query.set('encoding', encoding);
  return api.ask(DirectoryImportView, `/v1/directory-imports?${query}`, {
    method: 'POST',
    headers: { 'Content-Type': 'text/csv' },
    body: createReadStream(file) as AsyncIterable<Uint8Array>,
  });
}

const POLL_MS = 250;
/** From these it does not move by itself. */
const AT_REST: readonly DirectoryImportStatus[] = [
  ...(['needs-fixes', 'ready', 'awaiting-approval', 'paused'] as const),
  ...(['completed', 'refused', 'cancelled', 'failed'] as const),
];

/** Shows how far it is, until it does not move any more. */
async function follow(
  { api, terminal }: { api: ApiClient; terminal: Pick<Terminal, 'progress'> },
  { id }: DirectoryImportView,
): Promise<DirectoryImportView> {
  let etag: string | null = null;
  for (;;) {
    const answer: Answer<DirectoryImportView> | undefined = await api.askAgain(
      DirectoryImportView,
      `/v1/directory-imports/${id}`,
      etag,
    );
    if (answer) {
      if (AT_REST.includes(answer.value.status)) return answer.value;
      etag = answer.etag;
      terminal.progress(describe(answer.value));
    }
    await delay(POLL_MS);
  }
}

const PHASE_WORDS: Readonly<Record<DirectoryImportPhase, string>> = {
  validate: 'Validating',
  settle: 'Comparing the rows with each other',
  summarize: 'Summing up',
  report: 'Writing the validation report',
  apply: 'Applying',
};

function describe({ progress, status }: DirectoryImportView): string {
  if (!progress) return `Now ${status}`;
  const { phase, rowsDone, rowsTotal, percent } = progress;
  return `${PHASE_WORDS[phase]}: ${percent.toFixed(0)} %, ${count(rowsDone)} of ${count(rowsTotal)} rows`;
}

const shown = ({ id, kind, status, counts, impact, problems }: DirectoryImportView) => ({
  id,
  kind,
  status,
  counts,
  impact,
  problems: problems.map(({ code, column, severity, count }) => ({ code, column, severity, count })),
});

function whyNot({ status, counts: { withErrors } }: DirectoryImportView): string {
  if (status === 'needs-fixes') return `${count(withErrors)} rows have errors: nothing was applied`;
  return `the import is ${status}`;
}
