import { readFile } from 'node:fs/promises';

const KIB_PER_MB = 1_000_000 / 1_024;

/**
 * The most memory that a process has had resident since it started, in MB (10^6 bytes). 0 where the system does not
 * tell it (no /proc).
 * @see proc_pid_status(5), VmHWM
 */
export async function peakMemoryMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
  return Math.round(Number(kib ?? 0) / KIB_PER_MB);
}
