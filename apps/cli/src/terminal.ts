/** Where a command writes. Results go to standard output, so that another program can read them; the rest does not. */
export type Terminal = {
  /** A result. */
  print(text: string): void;
  /** What is going on, one line. */
  say(text: string): void;
  /** How far it is: takes the place of the line before where somebody is watching, else written now and then. */
  progress(text: string): void;
};

const QUIET_MS = 5_000;
const CLEAR_LINE = '\r\x1b[2K';

type Streams = {
  stdout: Pick<NodeJS.WriteStream, 'write'>;
  stderr: Pick<NodeJS.WriteStream, 'write'> & { isTTY?: boolean };
};

export function openTerminal({ stdout, stderr }: Streams = process, now = Date.now): Terminal {
  let unfinished = false;
  let written = Number.NEGATIVE_INFINITY;
  const endLine = () => {
    if (unfinished) stderr.write(CLEAR_LINE);
    unfinished = false;
  };
  return {
    print(text) {
      endLine();
      stdout.write(`${text}\n`);
    },
    say(text) {
      endLine();
      stderr.write(`${text}\n`);
    },
    progress(text) {
      if (stderr.isTTY) {
        stderr.write(`${CLEAR_LINE}${text}`);
        unfinished = true;
      } else if (now() - written >= QUIET_MS) {
        written = now();
        stderr.write(`${text}\n`);
      }
    },
  };
}
