import type { ChildProcess } from 'node:child_process';

/** Ends a process when the bench ends, however that comes: on Ctrl-C, by a fault, by a signal. */
export function endWithBench(child: ChildProcess): ChildProcess {
  const end = () => void child.kill();
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  return child;
}
