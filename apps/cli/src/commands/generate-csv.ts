import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { bulkResetCsv, CSV_SHAPES, CsvPlan } from '@reset/shared/generate/bulk-reset-csv';
import { z } from 'zod';
import { defineCommand, UsageError } from '../command';
import { ORGANIZATION_OPTIONS, ORGANIZATION_SHAPE, wholeNumberOption } from '../organization-options';

const share = z
  .string()
  .regex(/^0?\.\d+$|^0$/, 'a share such as 0.05')
  .transform(Number);

export const generateCsvCommand = defineCommand({
  name: 'generate-csv',
  summary: 'Writes a file for a bulk reset of a generated organization: give the same options as there.',
  options: {
    rows: { type: 'string', value: 'N', about: 'data rows (1,000,000)' },
    shape: { type: 'string', value: 'SHAPE', about: `${CSV_SHAPES.join(', ')} (typical)` },
    'dirty-share': {
      type: 'string',
      value: 'SHARE',
      about: 'of a dirty file: rows with a problem, up to 0.5 (0.05)',
    },
    out: { type: 'string', value: 'FILE', about: 'where to write it; - is standard output' },
    ...ORGANIZATION_OPTIONS,
  },
  schema: z.strictObject({
    ...ORGANIZATION_SHAPE,
    rows: wholeNumberOption.default(1_000_000).pipe(CsvPlan.shape.rows),
    shape: CsvPlan.shape.shape,
    'dirty-share': share.default(0.05).pipe(CsvPlan.shape.dirtyShare.unwrap()),
    out: z.string().min(1),
  }),
  async run({ rows, shape, 'dirty-share': dirtyShare, out, ...organization }, { terminal }) {
    const { text, tally } = open(() => bulkResetCsv(organization, { rows, shape, dirtyShare }));
    // Text, not objects: an empty piece would end the stream, and there is none.
    await pipeline(
      Readable.from(text, { objectMode: false }),
      out === '-' ? process.stdout : createWriteStream(out),
    );
    const problems = Object.fromEntries(Object.entries(tally.problems).filter(([, times]) => times > 0));
    const written = JSON.stringify({ ...tally, problems });
    if (out === '-') terminal.say(written);
    else terminal.print(written);
  },
});

/** An organization that is too small for the file has been asked for wrongly. */
function open<Result>(make: () => Result): Result {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`${error.message}.`);
    throw error;
  }
}
