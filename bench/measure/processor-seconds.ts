import { readFile } from 'node:fs/promises';

/** What every Linux reports processor time in, whatever its kernel counts in. */
const TICKS_PER_SECOND = 100;
/** Where the two times stand, behind the name of the program, which may hold blanks. */
const [USER_TICKS, SYSTEM_TICKS] = [11, 12];

/**
 * The processor time that a process has used since it started, all threads together.
 * @returns undefined where the system does not tell it
 * @see proc_pid_stat(5), utime and stime
 */
export async function processorSeconds(pid: number): Promise<number | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields && (Number(fields[USER_TICKS]) + Number(fields[SYSTEM_TICKS])) / TICKS_PER_SECOND;
}
