import { useState } from 'react';

/** One action at a time, with its error to show. A second click while it runs does nothing. */
export function useAction<Input extends unknown[]>(act: (...input: Input) => Promise<void>) {
  const [{ running, error }, setState] = useState<{ running: boolean; error: unknown }>(RESTING);
  const run = async (...input: Input) => {
    if (running) return;
    setState({ running: true, error: undefined });
    try {
      await act(...input);
      setState(RESTING);
    } catch (error) {
      setState({ running: false, error });
    }
  };
  return { run, running, error };
}

const RESTING = { running: false, error: undefined };
