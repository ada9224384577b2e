import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, utimes } from 'node:fs/promises';
import path from 'node:path';
import type { Failpoint } from '../failpoints/failpoint';
import { type RunningSystem, until } from './running-system.fixture';

type System = Pick<RunningSystem, 'logOf'>;

/** Waits until a process has ended by itself. @returns the signal that ended it, or its exit code */
export async function untilGone(child: ChildProcess): Promise<NodeJS.Signals | number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.signalCode ?? child.exitCode;
}

/** Waits until a process has printed this. */
export const untilSaid = (system: System, child: ChildProcess, words: string | RegExp): Promise<boolean> =>
  until(async () => new RegExp(words).test(await system.logOf(child)));

/** Waits until a process has come to a failpoint that it was started with. */
export const untilAt = (system: System, child: ChildProcess, place: Failpoint): Promise<boolean> =>
  untilSaid(system, child, `failpoint ${place} `);

/**
 * Makes what dying processes were writing look so old that nobody can be writing it any more, so that upkeep removes it.
 * @returns how many files
 */
export async function ageUnfinishedWrites({ directory }: Pick<RunningSystem, 'directory'>): Promise<number> {
  const incoming = path.join(directory, 'storage/.incoming');
  const names = await readdir(incoming);
  for (const name of names) await utimes(path.join(incoming, name), 0, 0);
  return names.length;
}
