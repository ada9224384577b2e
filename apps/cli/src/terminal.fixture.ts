import type { Terminal } from './terminal';

/** Keeps what a command writes. */
export function recordingTerminal(): Terminal & { printed: string[]; said: string[] } {
  const printed: string[] = [];
  const said: string[] = [];
  return {
    printed,
    said,
    print: (text) => void printed.push(text),
    say: (text) => void said.push(text),
    progress: () => undefined,
  };
}
