import { parseArgs, types } from 'node:util';
import type { z } from 'zod';
import type { Terminal } from './terminal';

/** What a person may write after the command's name. `value` stands in the help for what follows the option. */
export type Option = { about: string } & ({ type: 'boolean' } | { type: 'string'; value: string });
export type Context = { terminal: Terminal; environment: NodeJS.ProcessEnv };

type Definition<Schema extends z.ZodType> = {
  name: string;
  summary: string;
  options: Record<string, Option>;
  /** Of the options as they were written. Its defaults are the command's. */
  schema: Schema;
  run(input: z.infer<Schema>, context: Context): Promise<void>;
};
/** A command whose options have been forgotten by the compiler, and are checked by its schema. */
export type Command = Pick<Definition<z.ZodType>, 'name' | 'summary' | 'options'> & {
  /** @throws UsageError when the words do not fit the options */
  execute(words: readonly string[], context: Context): Promise<void>;
};

/** The command was written wrongly: the help is the answer. */
export class UsageError extends Error {}

export function defineCommand<Schema extends z.ZodType>(definition: Definition<Schema>): Command {
  const { name, summary, options, schema, run } = definition;
  return {
    name,
    summary,
    options,
    execute: async (words, context) => run(parseOptions(options, schema, words), context),
  };
}

function parseOptions<Schema extends z.ZodType>(
  options: Record<string, Option>,
  schema: Schema,
  words: readonly string[],
): z.infer<Schema> {
  const written = readWords(options, words);
  const parsed = schema.safeParse(written);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => {
    const option = path.join('.');
    return `--${option}${option in written || !(option in options) ? `: ${message}` : ' is needed.'}`;
  });
  throw new UsageError(faults.join('\n'));
}

function readWords(options: Record<string, Option>, words: readonly string[]): Record<string, unknown> {
  const kinds = Object.fromEntries(Object.entries(options).map(([name, { type }]) => [name, { type }]));
  try {
    return {
      ...parseArgs({ args: [...words], options: kinds, strict: true, allowPositionals: false }).values,
    };
  } catch (error) {
    // The words are Node's own: "Unknown option '--rwos'".
    throw new UsageError(types.isNativeError(error) ? error.message : 'the options cannot be read');
  }
}
