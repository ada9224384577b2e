import type { Command } from './command';

const PROGRAM = 'node apps/cli/dist/main.js';

/** The help of one command, or of all: a screen at most. */
export function usage(commands: readonly Command[], command?: Command): string {
  return command ? usageOf(command) : usageOfAll(commands);
}

function usageOfAll(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    `Usage: ${PROGRAM} COMMAND [options]`,
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'COMMAND --help tells its options. The servers are named by DATABASE_URL, REDIS_URL and STORAGE_URL.',
  ].join('\n');
}

function usageOf({ name, summary, options }: Command): string {
  const written = Object.entries(options).map(([option, spec]) => ({
    option: spec.type === 'boolean' ? `--${option}` : `--${option} ${spec.value}`,
    about: spec.about,
  }));
  const width = Math.max(0, ...written.map(({ option }) => option.length));
  return [
    `Usage: ${PROGRAM} ${name}${written.length > 0 ? ' [options]' : ''}`,
    '',
    summary,
    ...(written.length > 0 ? [''] : []),
    ...written.map(({ option, about }) => `  ${option.padEnd(width)}  ${about}`),
  ].join('\n');
}
