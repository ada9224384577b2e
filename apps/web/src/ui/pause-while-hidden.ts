/** Resolves after that time, and not before the page can be seen; at once when the signal fires. */
export async function pauseWhileHidden(milliseconds: number, signal: AbortSignal): Promise<void> {
  await settled(signal, (done) => {
    const timer = setTimeout(done, milliseconds);
    return () => clearTimeout(timer);
  });
  await settled(signal, (done) => {
    const onChange = () => !document.hidden && done();
    document.addEventListener('visibilitychange', onChange);
    onChange();
    return () => document.removeEventListener('visibilitychange', onChange);
  });
}

/** Waits for `done` or the signal, and leaves no listener behind. */
async function settled(signal: AbortSignal, begin: (done: () => void) => () => void): Promise<void> {
  if (signal.aborted) return;
  const { done, promise } = untilDone();
  signal.addEventListener('abort', done);
  const end = begin(done);
  await promise;
  end();
  signal.removeEventListener('abort', done);
}

function untilDone() {
  let done!: () => void;
  const promise = new Promise<void>((resolve) => {
    done = resolve;
  });
  return { done, promise };
}
