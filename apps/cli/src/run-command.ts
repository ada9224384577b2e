import { type Command, type Context, UsageError } from './command';
import { usage } from './usage';

/** 0 when all went well, 1 when something failed, 2 when the command was written wrongly. */
export type ExitCode = 0 | 1 | 2;

/** Finds the command that the words name and executes it. Whatever fails is told in a sentence, without a stack. */
export async function runCommand(
  commands: readonly Command[],
  words: readonly string[],
  context: Context,
): Promise<ExitCode> {
  const { terminal } = context;
  const [name, ...rest] = words;
  const command = commands.find((candidate) => candidate.name === name);
  if (wantsHelp(words)) {
    terminal.print(usage(commands, command));
    return 0;
  }
  if (!command) {
    const fault = name === undefined ? 'Name a command.' : `There is no command ${name}.`;
    terminal.say(`${fault}\n\n${usage(commands)}`);
    return 2;
  }
  try {
    await command.execute(rest, context);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) {
      terminal.say(messageOf(error));
      return 1;
    }
    terminal.say(`${error.message}\n\n${usage(commands, command)}`);
    return 2;
  }
}

const wantsHelp = (words: readonly string[]) =>
  words[0] === 'help' || words.includes('--help') || words.includes('-h');

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Several addresses were tried, or several things failed: the first says enough.
  if (error instanceof AggregateError && error.message === '') return messageOf(error.errors[0]);
  return error.message;
}
