import { readFile } from 'node:fs/promises';

const EVERY_MS = 500;

export type Memory = { start: number; peak: number; end: number };

/** Looks at the resident memory of a process, in MiB, until it is asked for. All are 0 where there is no /proc. */
export async function watchMemory(pid: number): Promise<() => Promise<Memory>> {
  const start = await residentMb(pid);
  let peak = start;
  const watch = setInterval(async () => {
    peak = Math.max(peak, await residentMb(pid));
  }, EVERY_MS);
  return async () => {
    clearInterval(watch);
    const end = await residentMb(pid);
    return { start, peak: Math.max(peak, end), end };
  };
}

async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
  return Math.round(Number(kib ?? 0) / 1024);
}
