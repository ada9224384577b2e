import { z } from 'zod';
import { COMMANDS } from './all-commands';
import { defineCommand } from './command';
import { runCommand } from './run-command';
import { recordingTerminal } from './terminal.fixture';

async function run(...words: string[]) {
  const terminal = recordingTerminal();
  const code = await runCommand(COMMANDS, words, { terminal, environment: {} });
  return { code, printed: terminal.printed.join('\n'), said: terminal.said.join('\n') };
}

test.each([
  [[], 'Name a command.'],
  [['explode'], 'There is no command explode.'],
  [['demo', '--rwos', '3'], "Unknown option '--rwos'"],
  [['demo', 'now'], "Unexpected argument 'now'"],
  [['demo', '--rows', 'many'], '--rows: a whole number'],
  [['demo', '--rows', '20000000'], '--rows: Too big'],
  [['demo', '--url', 'ftp://example.org'], '--url: Invalid'],
  [['create-user', '--login', 'ann', '--role', 'administrator'], '--organization is needed.'],
  [['create-user', '--organization', 'x', '--login', 'ann', '--role', 'boss'], '--role: Invalid option'],
  [['generate-csv', '--shape', 'odd', '--out', '-'], '--shape: Invalid option'],
  [['generate-csv', '--dirty-share', '0.7', '--out', '-'], '--dirty-share: Too big'],
  [['generate-csv', '--learners', '10', '--out', '-'], 'the organization has only'],
])('what was written wrongly, %j, is told with a screen of help and code 2', async (words, fault) => {
  const { code, printed, said } = await run(...words);
  expect(said).toContain(fault);
  expect(said).toContain('Usage: ');
  expect({ code, printed }).toEqual({ code: 2, printed: '' });
  expect(said.split('\n').length).toBeLessThanOrEqual(24);
});

test.each([['help'], ['--help'], ['-h'], ...COMMANDS.map(({ name }) => [name, '--help'])])(
  'help is a result: %s %s',
  async (...words) => {
    const { code, printed, said } = await run(...words.filter(Boolean));
    expect({ code, said }).toEqual({ code: 0, said: '' });
    expect(printed).toContain('Usage: ');
    expect(Math.max(...printed.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
  },
);

test('a variable that is missing is named', async () => {
  expect(await run('migrate')).toMatchObject({ code: 1, said: expect.stringContaining('DATABASE_URL') });
});

test('a command gets its options, and what fails is told in a sentence', async () => {
  const seen: unknown[] = [];
  const command = defineCommand({
    name: 'try',
    summary: 'Tries.',
    options: { times: { type: 'string', value: 'N', about: '' }, hard: { type: 'boolean', about: '' } },
    schema: z.strictObject({ times: z.coerce.number().default(1), hard: z.boolean().default(false) }),
    run: async (input) => {
      seen.push(input);
      if (input.hard) throw new Error('it is too hard');
    },
  });
  const terminal = recordingTerminal();
  const attempt = (...words: string[]) =>
    runCommand([command], ['try', ...words], { terminal, environment: {} });
  expect([await attempt('--times', '3'), await attempt('--hard')]).toEqual([0, 1]);
  expect(seen).toEqual([
    { times: 3, hard: false },
    { times: 1, hard: true },
  ]);
  expect(terminal.said).toEqual(['it is too hard']);
});
