import { openTerminal } from './terminal';

function givenTerminal(isTTY: boolean) {
  const written = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr') => ({
    isTTY,
    write: (text: string) => {
      written[name] += text;
      return true;
    },
  });
  let time = 0;
  const terminal = openTerminal({ stdout: stream('stdout'), stderr: stream('stderr') }, () => time);
  return { terminal, written, wait: (ms: number) => (time += ms) };
}

test('results and the rest go different ways', () => {
  const { terminal, written } = givenTerminal(false);
  terminal.print('{}');
  terminal.say('done');
  expect(written).toEqual({ stdout: '{}\n', stderr: 'done\n' });
});

test('progress takes the place of the line before where somebody watches', () => {
  const { terminal, written } = givenTerminal(true);
  terminal.progress('1 %');
  terminal.progress('2 %');
  terminal.say('done');
  expect(written.stderr).toBe('\r\x1b[2K1 %\r\x1b[2K2 %\r\x1b[2Kdone\n');
});

test('progress is written now and then into a log', () => {
  const { terminal, written, wait } = givenTerminal(false);
  for (const percent of [1, 2, 3]) {
    terminal.progress(`${percent} %`);
    wait(3_000);
  }
  expect(written.stderr).toBe('1 %\n3 %\n');
});
